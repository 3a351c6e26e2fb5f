package dev.hearth.dispatcher.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import org.jdbi.v3.core.ConnectionFactory;

/** A few connections that are used again and again; more askers than connections wait. */
final class Connections implements ConnectionFactory, AutoCloseable {
  /** Opens a connection. */
  interface Opener {
    Connection open() throws SQLException;
  }

  private final Opener opener;
  private final Semaphore permits;
  private final ConcurrentLinkedDeque<Connection> idle = new ConcurrentLinkedDeque<>();
  private volatile boolean closed;

  Connections(Opener opener, int most) {
    this.opener = opener;
    this.permits = new Semaphore(most, true);
  }

  @Override
  public Connection openConnection() throws SQLException {
    permits.acquireUninterruptibly();
    try {
      if (closed) {
        throw new SQLException("the database was closed");
      }
      Connection connection = idle.pollFirst();
      return connection == null ? opener.open() : connection;
    } catch (SQLException | RuntimeException e) {
      permits.release();
      throw e;
    }
  }

  /** Keeps a connection that is in a clean state; one that is not is closed. */
  @Override
  public void closeConnection(Connection connection) throws SQLException {
    try {
      if (!closed && !connection.isClosed() && connection.getAutoCommit()) {
        idle.addFirst(connection);
      } else {
        connection.close();
      }
    } finally {
      permits.release();
    }
  }

  @Override
  public void close() {
    closed = true;
    for (Connection one = idle.pollFirst(); one != null; one = idle.pollFirst()) {
      try {
        one.close();
      } catch (SQLException e) {
        // Nothing more can be done with it.
      }
    }
  }
}
