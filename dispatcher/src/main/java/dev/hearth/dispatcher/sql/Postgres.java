package dev.hearth.dispatcher.sql;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.Jdbi;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A PostgreSQL database, which several dispatchers share. Everything has a deadline: a server that
 * hangs costs its askers some seconds, and {@link Outage} spares the others.
 */
final class Postgres implements Engine {
  private static final int MOST_CONNECTIONS = 10;
  private static final Duration CONNECT = Duration.ofSeconds(2);

  /** The server gives a statement up by itself before its asker gives the server up. */
  private static final Duration STATEMENT = Duration.ofSeconds(4);

  private static final Duration ANSWER = Duration.ofSeconds(5);

  /** Bringing tables up to date may take longer, as may waiting for another who does it. */
  private static final Duration MIGRATION = Duration.ofMinutes(10);

  private final HikariDataSource pool;
  private final Jdbi jdbi;

  private Postgres(HikariDataSource pool) {
    this.pool = pool;
    this.jdbi = Jdbi.create(() -> bounded(pool.getConnection()));
  }

  static Postgres open(DatabaseConfig config, Migrations migrations) {
    migrations.run(Flyway.configure().dataSource(unpooled(config)));
    return new Postgres(new HikariDataSource(pooled(config)));
  }

  /**
   * Set at each loan: a server that hangs must not hold its asker longer, whatever was set before.
   */
  private static Connection bounded(Connection lent) throws SQLException {
    try {
      lent.setNetworkTimeout(Runnable::run, (int) ANSWER.toMillis());
      return lent;
    } catch (SQLException e) {
      lent.close();
      throw e;
    }
  }

  private static DataSource unpooled(DatabaseConfig config) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setConnectTimeout((int) CONNECT.toSeconds());
    source.setSocketTimeout((int) MIGRATION.toSeconds());
    source.setUrl(config.url());
    if (config.user() != null) {
      source.setUser(config.user());
    }
    if (config.password() != null) {
      source.setPassword(config.password());
    }
    return source;
  }

  private static HikariConfig pooled(DatabaseConfig config) {
    HikariConfig pool = new HikariConfig();
    pool.setPoolName("database");
    pool.setJdbcUrl(config.url());
    pool.setUsername(config.user());
    pool.setPassword(config.password());
    pool.setMaximumPoolSize(MOST_CONNECTIONS);
    pool.setMinimumIdle(1);
    pool.setConnectionTimeout(CONNECT.toMillis());
    pool.setValidationTimeout(CONNECT.toMillis() / 2);
    // The farm goes on without it, also from the start.
    pool.setInitializationFailTimeout(-1);
    pool.setConnectionInitSql("set statement_timeout = " + STATEMENT.toMillis());
    // What the URL says itself wins.
    pool.addDataSourceProperty("ApplicationName", "hearth");
    pool.addDataSourceProperty("connectTimeout", CONNECT.toSeconds());
    pool.addDataSourceProperty("socketTimeout", ANSWER.toSeconds());
    pool.addDataSourceProperty("tcpKeepAlive", true);
    return pool;
  }

  @Override
  public <T> T read(HandleCallback<T, RuntimeException> work) {
    return jdbi.withHandle(work);
  }

  @Override
  public <T> T write(HandleCallback<T, RuntimeException> work) {
    return jdbi.inTransaction(work);
  }

  @Override
  public void close() {
    pool.close();
  }
}
