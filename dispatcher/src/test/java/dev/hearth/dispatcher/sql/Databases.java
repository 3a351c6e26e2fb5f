package dev.hearth.dispatcher.sql;

import dev.hearth.testing.PostgresServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Fresh databases of each kind for tests; one PostgreSQL serves all of them, once it is asked for.
 */
public final class Databases implements AutoCloseable {
  /** What a test of the sql package is run on. */
  public enum Kind {
    SQLITE,
    POSTGRES
  }

  /** Gives tests the databases that they share; closed after the last of them. */
  public static final class Extension implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == Databases.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return context
          .getRoot()
          .getStore(Namespace.GLOBAL)
          .computeIfAbsent(Databases.class, _ -> new Databases(), Databases.class);
    }
  }

  private final AtomicInteger made = new AtomicInteger();
  private @Nullable PostgresServer server;

  /** An empty database. */
  public DatabaseConfig fresh(Kind kind, Path home) {
    return switch (kind) {
      case SQLITE -> DatabaseConfig.in(home);
      case POSTGRES -> fresh();
    };
  }

  /** An empty database of {@link #server}. */
  public DatabaseConfig fresh() {
    String name = "test" + made.incrementAndGet();
    try (Connection connection =
            DriverManager.getConnection(
                server().url(), PostgresServer.USER, PostgresServer.PASSWORD);
        Statement statement = connection.createStatement()) {
      statement.execute("create database " + name);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return at(server().url(name));
  }

  /** As the server's only user. */
  public DatabaseConfig at(String url) {
    return new DatabaseConfig(url, PostgresServer.USER, PostgresServer.PASSWORD);
  }

  public synchronized PostgresServer server() {
    PostgresServer running = server;
    if (running == null) {
      running = PostgresServer.launch();
      server = running;
    }
    return running;
  }

  @Override
  public synchronized void close() {
    if (server != null) {
      server.close();
    }
  }
}
