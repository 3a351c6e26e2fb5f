package dev.hearth.dispatcher.sql;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.Jdbi;
import org.sqlite.SQLiteConfig;

/**
 * A SQLite file. Writing happens one transaction at a time, over one connection: SQLite has one
 * writer, and a thread of our own is fairer than its busy time-out. That thread is the machine's: a
 * virtual one would keep one of the few carriers from all others while it waits for the disk. A
 * write that returned is on disk. Reading goes on beside it.
 */
final class Sqlite implements Engine {
  private static final int READERS = 4;

  /** After which the writer's thread ends, until it is needed again. */
  private static final Duration IDLE = Duration.ofSeconds(10);

  private final Connections readers;
  private final Connections writers;
  private final Jdbi reading;
  private final Jdbi writing;
  private final ThreadPoolExecutor oneWriter = oneWriter();

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

  private static ThreadPoolExecutor oneWriter() {
    ThreadPoolExecutor one =
        new ThreadPoolExecutor(
            1,
            1,
            IDLE.toSeconds(),
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            Thread.ofPlatform().daemon().name("sqlite").factory());
    one.allowCoreThreadTimeOut(true);
    return one;
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
    return inTurn(() -> writing.inTransaction(work));
  }

  @Override
  public void close() {
    inTurn(() -> {
      readers.close();
      writers.close();
      return true;
    });
  }

  /** Waits until it was done, also if the asker is interrupted: it may have been. */
  private <T> T inTurn(Supplier<T> work) {
    try {
      return CompletableFuture.supplyAsync(work, oneWriter).join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException own ? own : e;
    }
  }
}
