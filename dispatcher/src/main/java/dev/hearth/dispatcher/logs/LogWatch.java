package dev.hearth.dispatcher.logs;

import dev.hearth.protocol.AttemptId;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Wakes those who follow a log when this dispatcher takes a piece of it. Pieces that another one
 * takes wake nobody: followers look again after {@link #LOOK_AGAIN} in any case. Thread-safe.
 */
public final class LogWatch {
  /** How long a follower waits at most before it looks into the store. */
  public static final Duration LOOK_AGAIN = Duration.ofMillis(500);

  private final Map<AttemptId, Set<Follower>> followers = new ConcurrentHashMap<>();

  /** One who follows a log; to be closed when he leaves. */
  public final class Follower implements AutoCloseable {
    private final AttemptId attempt;
    private final Semaphore news = new Semaphore(0);

    private Follower(AttemptId attempt) {
      this.attempt = attempt;
    }

    /** Waits until something came since the last call, or for {@link #LOOK_AGAIN}. */
    public void await() throws InterruptedException {
      if (news.tryAcquire(LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS)) {
        news.drainPermits();
      }
    }

    @Override
    public void close() {
      followers.computeIfPresent(
          attempt,
          (_, all) -> {
            all.remove(this);
            return all.isEmpty() ? null : all;
          });
    }
  }

  /** Begins to follow: register first, then read, then wait. */
  public Follower follow(AttemptId attempt) {
    Follower follower = new Follower(attempt);
    followers.compute(
        attempt,
        (_, all) -> {
          Set<Follower> joined = all == null ? ConcurrentHashMap.newKeySet() : all;
          joined.add(follower);
          return joined;
        });
    return follower;
  }

  /** To be called after each append, and when the attempt has ended. */
  public void appended(AttemptId attempt) {
    followers.getOrDefault(attempt, Set.of()).forEach(one -> one.news.release());
  }
}
