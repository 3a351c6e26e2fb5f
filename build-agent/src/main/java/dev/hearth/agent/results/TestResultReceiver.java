package dev.hearth.agent.results;

import dev.hearth.protocol.AttemptId;
import java.io.IOException;

/** Takes test results: the dispatcher. Safe for use by many threads. */
@FunctionalInterface
public interface TestResultReceiver {
  /**
   * Sends them; again is as once.
   *
   * @return false if they will never be taken
   * @throws IOException if they were not taken now, or nobody answered
   */
  boolean put(AttemptId attempt, byte[] results) throws IOException, InterruptedException;
}
