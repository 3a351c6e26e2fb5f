package dev.hearth.dispatcher.sql;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads something again and again, on a thread of its own, also after the database was away. */
final class KeptUpToDate implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(KeptUpToDate.class);

  private final String what;
  private final Duration pause;
  private final Runnable read;
  private final Thread thread;
  private volatile boolean fresh = true;

  private KeptUpToDate(String what, Duration pause, Runnable read) {
    this.what = what;
    this.pause = pause;
    this.read = read;
    this.thread = Thread.ofVirtual().name(what).unstarted(this::run);
  }

  /**
   * @param what in the plural, for the log
   * @param read throws while the database does not answer
   */
  static KeptUpToDate start(String what, Duration pause, Runnable read) {
    KeptUpToDate kept = new KeptUpToDate(what, pause, read);
    kept.thread.start();
    return kept;
  }

  /** Whether the last reading went well. */
  boolean isFresh() {
    return fresh;
  }

  private void run() {
    while (true) {
      try {
        Thread.sleep(pause);
        read.run();
        if (!fresh) {
          log.atInfo().addKeyValue("what", what).log("can be read again");
        }
        fresh = true;
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        if (fresh) {
          log.atWarn()
              .addKeyValue("what", what)
              .addKeyValue("cause", e.getMessage())
              .log("cannot be read: going on with what was read last");
        }
        fresh = false;
      }
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
