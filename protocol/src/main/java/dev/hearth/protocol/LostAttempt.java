package dev.hearth.protocol;

import java.time.Instant;

/**
 * An attempt that did not come to an end.
 *
 * @param counted whether it counts toward the three that a build gets
 */
public record LostAttempt(
    AttemptId attempt, AgentId agent, String reason, boolean counted, Instant at) {
  public LostAttempt {
    reason = Sentence.cut(reason, 90);
  }
}
