package dev.hearth.dispatcher.queue;

import dev.hearth.protocol.ProjectId;
import dev.hearth.protocol.etcd.EtcdUnavailableException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * One acceptance of a project at a time: all of a project's change the same number, so that most of
 * those at once would only be refused by etcd, again and again. Other dispatchers are kept off by
 * etcd's compares.
 */
final class Turns {
  private static final int LOCKS = 256;

  /** Longer than a transaction is asked about that was not answered. */
  private static final Duration PATIENCE = Duration.ofSeconds(8);

  private final ReentrantLock[] locks =
      IntStream.range(0, LOCKS)
          .mapToObj(_ -> new ReentrantLock(true))
          .toArray(ReentrantLock[]::new);

  /**
   * Waits for the project's turn, and works.
   *
   * @throws EtcdUnavailableException if those before it take too long, which they do only when etcd
   *     does not answer them
   */
  <T> T take(ProjectId project, Supplier<T> work) {
    ReentrantLock lock = locks[Math.floorMod(project.hashCode(), LOCKS)];
    try {
      if (!lock.tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new EtcdUnavailableException(
            "waited " + PATIENCE.toSeconds() + " s for etcd to take earlier builds; ask again",
            null);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EtcdUnavailableException("was interrupted while waiting for its turn", e);
    }
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }
}
