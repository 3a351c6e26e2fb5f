package dev.hearth.agent.logs;

import dev.hearth.protocol.AttemptId;
import java.time.Duration;
import java.util.Collection;
import java.util.Set;

/** Where attempts' logs go. Safe for use by many threads. */
public interface AttemptLogs {
  /**
   * Begins an attempt's log.
   *
   * @param limit bytes that are kept, head and tail
   */
  AttemptLog open(AttemptId attempt, long limit);

  /** Goes on with the log that an earlier process began; begins it where that process did not. */
  AttemptLog resume(AttemptId attempt, long limit);

  /**
   * Ends the logs that an earlier process left behind, and delivers them in the background.
   *
   * @param goingOn the attempts that go on in this process, whose logs are left as they are
   */
  void deliverLeftovers(Set<AttemptId> goingOn);

  /** As {@link #deliverLeftovers}, for an attempt that was to go on and does not. */
  void deliverLeftover(AttemptId attempt);

  /**
   * Waits until a sealed log is delivered; afterwards it is delivered in the background.
   *
   * @return whether it was in time
   */
  boolean awaitDelivered(AttemptId attempt, Duration atMost) throws InterruptedException;

  /** How long the log of an attempt of an earlier process is; 0 when it is here no more. */
  long lengthOf(AttemptId attempt);

  /** Keeps nothing. */
  static AttemptLogs discarding() {
    return new AttemptLogs() {
      @Override
      public AttemptLog open(AttemptId attempt, long limit) {
        return new AttemptLog() {
          @Override
          public void line(String text) {}

          @Override
          public void mask(Collection<String> secrets) {}

          @Override
          public String masked(String text, boolean cut) {
            return text;
          }

          @Override
          public long taken() {
            return 0;
          }

          @Override
          public void leave() {}

          @Override
          public long seal() {
            return 0;
          }
        };
      }

      @Override
      public AttemptLog resume(AttemptId attempt, long limit) {
        return open(attempt, limit);
      }

      @Override
      public void deliverLeftovers(Set<AttemptId> goingOn) {}

      @Override
      public void deliverLeftover(AttemptId attempt) {}

      @Override
      public boolean awaitDelivered(AttemptId attempt, Duration atMost) {
        return true;
      }

      @Override
      public long lengthOf(AttemptId attempt) {
        return 0;
      }
    };
  }
}
