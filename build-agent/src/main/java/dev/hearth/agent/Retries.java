package dev.hearth.agent;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Does again, after pauses that grow, what failed because a server did not answer: an engine or a
 * registry that is started anew is back within a minute. Thread-safe.
 */
public final class Retries {
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);

  private final List<Duration> pauses;

  private Retries(List<Duration> pauses) {
    this.pauses = List.copyOf(pauses);
  }

  /** For two and a half minutes, not counting how long the tries themselves take. */
  public static Retries standard() {
    return within(Duration.ofSeconds(150));
  }

  /** The first pause is a second, each further one twice as long, 15 s at most. */
  public static Retries within(Duration whole) {
    List<Duration> pauses = new ArrayList<>();
    Duration pause = Duration.ofSeconds(1);
    Duration left = whole;
    while (left.isPositive()) {
      pauses.add(pause.compareTo(left) < 0 ? pause : left);
      left = left.minus(pause);
      Duration doubled = pause.multipliedBy(2);
      pause = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
    }
    return new Retries(pauses);
  }

  /** With these pauses, one before each further try. */
  public static Retries after(Duration... pauses) {
    return new Retries(List.of(pauses));
  }

  /** One before each further try. */
  public List<Duration> pauses() {
    return pauses;
  }

  /** What can be done more than once. */
  @FunctionalInterface
  public interface Try<T> {
    T run() throws InterruptedException;
  }

  /**
   * @param log the build's, which is told of each failure
   * @throws StageFailure the last one, once all tries were in vain; any other at once
   */
  public <T> T run(LogSink log, Try<T> work) throws InterruptedException {
    for (Duration pause : pauses) {
      try {
        return work.run();
      } catch (StageFailure e) {
        if (!e.isAway()) {
          throw e;
        }
        log.line(e.sentence());
        log.line("trying again in " + pause.toSeconds() + " s");
        Thread.sleep(pause);
      }
    }
    return work.run();
  }
}
