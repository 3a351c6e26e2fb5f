package dev.hearth.protocol;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an agent says of an attempt that it claimed.
 *
 * @param nonce of the claiming process, by which it recognises its own writing
 * @param stages in the order in which they began
 * @param logLength bytes so far; final once there is an outcome
 * @param outcome null while it runs
 */
public record AttemptRecord(
    AttemptId attempt,
    AgentId agent,
    String identity,
    String nonce,
    Instant claimedAt,
    List<StageRecord> stages,
    long logLength,
    @Nullable AttemptOutcome outcome) {
  public AttemptRecord {
    stages = List.copyOf(stages);
  }

  public static AttemptRecord claimed(
      AttemptId attempt, AgentId agent, String identity, String nonce, Instant now) {
    return new AttemptRecord(attempt, agent, identity, nonce, now, List.of(), 0, null);
  }

  public AttemptRecord began(Stage stage, Instant now) {
    List<StageRecord> all =
        Stream.concat(stages.stream(), Stream.of(new StageRecord(stage, now, null))).toList();
    return new AttemptRecord(attempt, agent, identity, nonce, claimedAt, all, logLength, outcome);
  }

  /** With whatever stage was running ended at {@code now}. */
  public AttemptRecord stageEnded(Instant now) {
    List<StageRecord> all =
        stages.stream()
            .map(one -> one.ended() == null ? new StageRecord(one.stage(), one.began(), now) : one)
            .toList();
    return new AttemptRecord(attempt, agent, identity, nonce, claimedAt, all, logLength, outcome);
  }

  public AttemptRecord logged(long length) {
    return new AttemptRecord(attempt, agent, identity, nonce, claimedAt, stages, length, outcome);
  }

  public AttemptRecord ended(AttemptOutcome end) {
    return new AttemptRecord(attempt, agent, identity, nonce, claimedAt, stages, logLength, end);
  }
}
