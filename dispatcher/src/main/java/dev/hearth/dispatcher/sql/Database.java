package dev.hearth.dispatcher.sql;

import java.io.IOException;
import java.time.Duration;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The farm's SQL database. A write that returned is on disk. Thread-safe. */
public final class Database implements AutoCloseable {
  private static final Duration AGAIN = Duration.ofSeconds(1);
  private static final Logger log = LoggerFactory.getLogger(Database.class);

  private final Engine engine;
  private final Outage outage;

  private Database(Engine engine) {
    this.engine = engine;
    this.outage = new Outage(() -> look(engine));
  }

  /**
   * Opens the database, bringing its tables up to date first; a SQLite file is made, readable by
   * its owner alone.
   *
   * @throws DatabaseDownException if it does not answer now
   * @throws UnusableDatabaseException if waiting will not help
   */
  public static Database open(DatabaseConfig config) {
    return open(config, Migrations.all());
  }

  /**
   * Opens the database to take rows of an earlier version, which the next {@link #open} brings up
   * to date. Tables that are newer already stay so; a version that this program does not know is
   * not reached.
   *
   * @throws DatabaseDownException if it does not answer now
   * @throws UnusableDatabaseException if waiting will not help
   */
  public static Database openAt(DatabaseConfig config, int schema) {
    return open(config, Migrations.upTo(schema));
  }

  private static Database open(DatabaseConfig config, Migrations migrations) {
    try {
      return new Database(
          config.isPostgres()
              ? Postgres.open(config, migrations)
              : Sqlite.open(config, migrations));
    } catch (FlywayException | IOException e) {
      if (Outage.isSilence(e)) {
        throw new DatabaseDownException(e);
      }
      throw UnusableDatabaseException.of(config, e);
    }
  }

  /**
   * Opens the database as soon as it answers: it and the dispatchers may start in any order.
   *
   * @throws UnusableDatabaseException if waiting will not help
   */
  public static Database await(DatabaseConfig config) {
    for (boolean told = false; ; told = true) {
      try {
        return open(config);
      } catch (DatabaseDownException e) {
        if (!told) {
          log.atWarn()
              .addKeyValue("database", config)
              .addKeyValue("cause", e.getMessage())
              .log("the database does not answer yet: waiting for it");
        }
        pause();
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(AGAIN);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DatabaseDownException(e);
    }
  }

  /**
   * @throws DatabaseDownException if the database fails
   */
  <T> T read(HandleCallback<T, RuntimeException> work) {
    outage.refuse();
    try {
      return engine.read(work);
    } catch (JdbiException e) {
      outage.met(e);
      throw new DatabaseDownException(e);
    }
  }

  /**
   * Does the work in one transaction; whatever it throws undoes it.
   *
   * @throws DatabaseDownException if the database fails; it may have been done all the same if the
   *     answer was lost
   */
  <T> T write(HandleCallback<T, RuntimeException> work) {
    outage.refuse();
    try {
      return engine.write(work);
    } catch (JdbiException e) {
      outage.met(e);
      throw new DatabaseDownException(e);
    }
  }

  private static void look(Engine engine) {
    engine.read(handle -> handle.createQuery("select 1").mapTo(Integer.class).one());
  }

  @Override
  public void close() {
    outage.close();
    engine.close();
  }
}
