package dev.hearth.testing;

import dev.hearth.testing.ServerContainer.Readiness;
import java.util.List;
import java.util.Map;

/**
 * A real PostgreSQL with one database, on a loopback port that it keeps. The image is {@code
 * HEARTH_POSTGRES_IMAGE}, {@code hearth/postgres} by default. Not thread-safe.
 */
public final class PostgresServer implements AutoCloseable {
  public static final String USER = "hearth";
  public static final String PASSWORD = "only-for-tests";

  private static final int PORT = 5432;

  private final ServerContainer container;

  private PostgresServer(ServerContainer container) {
    this.container = container;
  }

  public static PostgresServer launch() {
    String image = System.getenv().getOrDefault("HEARTH_POSTGRES_IMAGE", "hearth/postgres");
    var settings = Map.of("POSTGRES_USER", USER, "POSTGRES_PASSWORD", PASSWORD);
    // Over TCP: while the public image prepares its data only its socket answers.
    var ready = Readiness.byProgram("pg_isready", "-q", "-h", "127.0.0.1", "-U", USER);
    return new PostgresServer(
        ServerContainer.start(image, List.of(), settings, Map.of(), PORT, ready));
  }

  /** {@code jdbc:postgresql://127.0.0.1:PORT/hearth}. */
  public String url() {
    return url(USER);
  }

  /** Of another database on the same server, which need not exist. */
  public String url(String database) {
    return "jdbc:postgresql://127.0.0.1:" + container.port() + "/" + database;
  }

  public int port() {
    return container.port();
  }

  /** What PostgreSQL has printed so far. */
  public String logs() {
    return container.logs();
  }

  /** Kills it; what was committed, and its port, are kept for {@link #start()}. */
  public void stop() {
    container.stop();
  }

  /** Starts it again after {@link #stop()} and returns when it takes connections. */
  public void start() {
    container.start();
  }

  /** Freezes it: connections stay open and nothing answers. */
  public void pause() {
    container.pause();
  }

  public void unpause() {
    container.unpause();
  }

  /** Removes container and data. */
  @Override
  public void close() {
    container.close();
  }
}
