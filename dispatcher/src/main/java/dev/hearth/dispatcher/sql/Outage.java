package dev.hearth.dispatcher.sql;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers that the database's server is out of reach, so that only the first asker pays for its
 * silence: the others are refused at once, until a look that is taken every second is answered.
 * Thread-safe.
 */
final class Outage implements AutoCloseable {
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);
  private static final Logger log = LoggerFactory.getLogger(Outage.class);

  private final Runnable look;
  private final AtomicReference<@Nullable Thread> looking = new AtomicReference<>();
  private volatile @Nullable Throwable cause;

  /**
   * @param look asks the server something; throws while it does not answer
   */
  Outage(Runnable look) {
    this.look = look;
  }

  /**
   * @throws DatabaseDownException if the server was out of reach a moment ago
   */
  void refuse() {
    Throwable known = cause;
    if (known != null) {
      throw new DatabaseDownException(known);
    }
  }

  /** A failure that may be the server's silence. */
  void met(Throwable failure) {
    if (isSilence(failure)) {
      cause = failure;
      Thread thread = Thread.ofVirtual().name("database").unstarted(this::lookUntilAnswered);
      if (looking.compareAndSet(null, thread)) {
        log.atWarn().addKeyValue("cause", failure.getMessage()).log("the database is out of reach");
        thread.start();
      }
    }
  }

  private void lookUntilAnswered() {
    try {
      while (true) {
        Thread.sleep(LOOK_AGAIN);
        try {
          look.run();
          break;
        } catch (RuntimeException e) {
          cause = e;
        }
      }
      log.atInfo().log("the database answers again");
    } catch (InterruptedException e) {
      // Closed.
    } finally {
      looking.set(null);
      cause = null;
    }
  }

  /** Whether the server can't be reached, as SQL's codes and the pool tell it. */
  static boolean isSilence(Throwable failure) {
    for (Throwable one = failure; one != null; one = one.getCause()) {
      if (one instanceof SQLTransientConnectionException) {
        return true;
      }
      if (one instanceof SQLException sql && isSilence(sql.getSQLState())) {
        return true;
      }
    }
    return false;
  }

  /** Connection lost or refused, server shutting down or starting, no connection left. */
  private static boolean isSilence(@Nullable String state) {
    return state != null
        && (state.startsWith("08") || state.startsWith("57P") || state.startsWith("53"));
  }

  @Override
  public void close() {
    Thread thread = looking.get();
    if (thread != null) {
      thread.interrupt();
    }
  }
}
