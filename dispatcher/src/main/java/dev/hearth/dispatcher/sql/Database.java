package dev.hearth.dispatcher.sql;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import java.util.concurrent.locks.ReentrantLock;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.sqlite.SQLiteConfig;

/**
 * The farm's SQL database. Writing happens one transaction at a time, over one connection: SQLite
 * has one writer, and waiting for a lock of our own is fairer than its busy time-out. A write that
 * returned is on disk. Reading goes on beside it. Thread-safe.
 */
public final class Database implements AutoCloseable {
  private static final String SQLITE = "jdbc:sqlite:";

  private final Connections readers;
  private final Connections writers;
  private final Jdbi reading;
  private final Jdbi writing;
  private final ReentrantLock oneWriter = new ReentrantLock(true);

  private Database(Connections readers, Connections writers) {
    this.readers = readers;
    this.writers = writers;
    this.reading = Jdbi.create(readers);
    this.writing = Jdbi.create(writers);
  }

  /** The setting's default: a file in the farm's state directory. */
  public static String urlIn(Path home) {
    return SQLITE + home.toAbsolutePath().resolve("hearth.db");
  }

  /**
   * Opens the database, making it and bringing its tables up to date first.
   *
   * @param url {@code jdbc:sqlite:/path}; the file is readable by its owner alone
   * @throws DatabaseDownException if it cannot be opened
   */
  public static Database open(String url) {
    try {
      if (url.startsWith(SQLITE)) {
        createPrivately(Path.of(url.substring(SQLITE.length())));
      }
      Flyway.configure()
          .dataSource(url, null, null)
          .locations("classpath:db/migration")
          .load()
          .migrate();
    } catch (FlywayException | IOException e) {
      throw new DatabaseDownException(e);
    }
    return new Database(
        new Connections(() -> connect(url, false), 4),
        new Connections(() -> connect(url, true), 1));
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
    return DriverManager.getConnection(
        url, url.startsWith(SQLITE) ? sqlite(writes) : new Properties());
  }

  private static Properties sqlite(boolean writes) {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    config.enforceForeignKeys(true);
    config.setBusyTimeout(5000);
    // Takes the write lock at once: one that is asked for in mid-transaction can be refused.
    config.setTransactionMode(
        writes ? SQLiteConfig.TransactionMode.IMMEDIATE : SQLiteConfig.TransactionMode.DEFERRED);
    return config.toProperties();
  }

  /**
   * @throws DatabaseDownException if the database fails
   */
  <T> T read(HandleCallback<T, RuntimeException> work) {
    try {
      return reading.withHandle(work);
    } catch (JdbiException e) {
      throw new DatabaseDownException(e);
    }
  }

  /**
   * Does the work in one transaction; whatever it throws undoes it.
   *
   * @throws DatabaseDownException if the database fails
   */
  <T> T write(HandleCallback<T, RuntimeException> work) {
    oneWriter.lock();
    try {
      return writing.inTransaction(work);
    } catch (JdbiException e) {
      throw new DatabaseDownException(e);
    } finally {
      oneWriter.unlock();
    }
  }

  /** Whether it answers now; for readiness. */
  public boolean answers() {
    try {
      return read(handle -> handle.createQuery("select 1").mapTo(Integer.class).one()) == 1;
    } catch (DatabaseDownException e) {
      return false;
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
