package dev.hearth.dispatcher.sql;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.locks.ReentrantLock;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.Jdbi;
import org.sqlite.SQLiteConfig;

/**
 * A SQLite file. Writing happens one transaction at a time, over one connection: SQLite has one
 * writer, and waiting for a lock of our own is fairer than its busy time-out. A write that returned
 * is on disk. Reading goes on beside it.
 */
final class Sqlite implements Engine {
  private static final int READERS = 4;

  private final Connections readers;
  private final Connections writers;
  private final Jdbi reading;
  private final Jdbi writing;
  private final ReentrantLock oneWriter = new ReentrantLock(true);

  private Sqlite(Connections readers, Connections writers) {
    this.readers = readers;
    this.writers = writers;
    this.reading = Jdbi.create(readers);
    this.writing = Jdbi.create(writers);
  }

  static Sqlite open(DatabaseConfig config, Migrations migrations) throws IOException {
    createPrivately(config.file());
    migrations.run(Flyway.configure().dataSource(config.url(), null, null));
    return new Sqlite(
        new Connections(() -> connect(config.url(), false), READERS),
        new Connections(() -> connect(config.url(), true), 1));
  }

  private static void createPrivately(Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    try {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    } catch (FileAlreadyExistsException e) {
      // It is there from the last start.
    }
  }

  private static Connection connect(String url, boolean writes) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    config.enforceForeignKeys(true);
    config.setBusyTimeout(5000);
    // Takes the write lock at once: one that is asked for in mid-transaction can be refused.
    config.setTransactionMode(
        writes ? SQLiteConfig.TransactionMode.IMMEDIATE : SQLiteConfig.TransactionMode.DEFERRED);
    return DriverManager.getConnection(url, config.toProperties());
  }

  @Override
  public <T> T read(HandleCallback<T, RuntimeException> work) {
    return reading.withHandle(work);
  }

  @Override
  public <T> T write(HandleCallback<T, RuntimeException> work) {
    oneWriter.lock();
    try {
      return writing.inTransaction(work);
    } finally {
      oneWriter.unlock();
    }
  }

  @Override
  public void close() {
    oneWriter.lock();
    try {
      readers.close();
      writers.close();
    } finally {
      oneWriter.unlock();
    }
  }
}
