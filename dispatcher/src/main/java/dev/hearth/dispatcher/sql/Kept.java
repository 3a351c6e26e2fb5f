package dev.hearth.dispatcher.sql;

import java.time.Duration;
import java.util.function.Supplier;

/**
 * A few rows in memory, read again and again: what is asked for all the time, changes seldom, and
 * must go on being known while SQL is down. Thread-safe.
 */
final class Kept<T> implements AutoCloseable {
  private final Supplier<T> read;
  private final KeptUpToDate loop;
  private volatile T now;

  private Kept(String what, Duration pause, Supplier<T> read) {
    this.read = read;
    this.now = read.get();
    this.loop = KeptUpToDate.start(what, pause, this::refresh);
  }

  /**
   * Reads once, and goes on until closed.
   *
   * @param what in the plural, for the log
   * @param pause between two looks for changes of other dispatchers
   * @throws DatabaseDownException if SQL is down now
   */
  static <T> Kept<T> start(String what, Duration pause, Supplier<T> read) {
    return new Kept<>(what, pause, read);
  }

  /** As it was read last; never blocks. */
  T now() {
    return now;
  }

  /**
   * Reads it now; to be called after a change, so that its maker sees it.
   *
   * @throws DatabaseDownException if SQL is down; what was read last stays
   */
  synchronized void refresh() {
    now = read.get();
  }

  @Override
  public void close() {
    loop.close();
  }
}
