package dev.hearth.agent.engine;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs blocking work on a thread of its own that is interrupted at a deadline, or when the caller
 * is: neither the transport's own time-outs nor its reads can be trusted on a Unix socket.
 */
final class Deadlines {
  /** How long interrupted work may take to let go. */
  private static final Duration GRACE = Duration.ofSeconds(2);

  private Deadlines() {}

  static <T> T within(Duration deadline, String name, Callable<T> work)
      throws InterruptedException, ExecutionException, TimeoutException {
    var task = new FutureTask<>(work);
    Thread thread = Thread.ofVirtual().name(name).start(task);
    try {
      return task.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
    } finally {
      if (!task.isDone()) {
        thread.interrupt();
        boolean interrupted = Thread.interrupted();
        try {
          thread.join(GRACE);
        } catch (InterruptedException e) {
          interrupted = true;
        }
        if (interrupted) {
          Thread.currentThread().interrupt();
        }
      }
    }
  }

  /** Runs work to its end on a path that an interrupt of the caller does not reach. */
  static void uninterruptibly(String name, Runnable work) {
    Thread thread = Thread.ofVirtual().name(name).start(work);
    boolean interrupted = false;
    while (true) {
      try {
        thread.join();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
