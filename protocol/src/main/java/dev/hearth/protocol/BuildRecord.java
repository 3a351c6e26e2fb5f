package dev.hearth.protocol;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A build, as it stands under its key in etcd while it is under way.
 *
 * @param attempts how many attempts were begun
 * @param lost those of them that were lost, oldest first
 * @param placement of the newest attempt; null before the first
 * @param stop the order that was given to stop it; null for none
 * @param stages of the newest attempt, as far as they are settled; the agent's own record has them
 *     while it runs
 * @param logLength bytes of the newest attempt's log, known once the attempt is settled
 */
public record BuildRecord(
    BuildId id,
    BuildRequest request,
    BuildState state,
    int attempts,
    List<LostAttempt> lost,
    @Nullable PlacementReason placement,
    @Nullable StopOrder stop,
    List<StageRecord> stages,
    long logLength) {
  /** A task that nobody claims is given anew without end, and values in etcd must stay small. */
  private static final int MOST_UNCOUNTED = 6;

  public BuildRecord {
    lost = List.copyOf(lost);
    stages = List.copyOf(stages);
  }

  /** A build that was just accepted. */
  public static BuildRecord queued(BuildId id, BuildRequest request, Instant now) {
    return new BuildRecord(
        id, request, new BuildState.Queued(now), 0, List.of(), null, null, List.of(), 0);
  }

  public BuildRecord in(BuildState next) {
    return new BuildRecord(id, request, next, attempts, lost, placement, stop, stages, logLength);
  }

  public BuildRecord placed(AttemptId attempt, PlacementReason reason, Instant now) {
    BuildState next = new BuildState.Assigned(now, attempt, reason.agent());
    return new BuildRecord(id, request, next, attempt.number(), lost, reason, stop, List.of(), 0);
  }

  public BuildRecord stopping(StopOrder order) {
    return new BuildRecord(id, request, state, attempts, lost, placement, order, stages, logLength);
  }

  /** With one more lost attempt. Of those that do not count only the newest stay. */
  public BuildRecord losing(LostAttempt attempt) {
    List<LostAttempt> all = new ArrayList<>(lost);
    all.add(attempt);
    if (all.size() - all.stream().filter(LostAttempt::counted).count() > MOST_UNCOUNTED) {
      all.remove(all.stream().filter(one -> !one.counted()).findFirst().orElseThrow());
    }
    return new BuildRecord(id, request, state, attempts, all, placement, stop, stages, logLength);
  }

  /** With what the attempt's record told at its end. */
  public BuildRecord told(List<StageRecord> told, long length) {
    return new BuildRecord(id, request, state, attempts, lost, placement, stop, told, length);
  }

  /** The newest attempt; null before the first. */
  public @Nullable AttemptId newestAttempt() {
    return attempts == 0 ? null : new AttemptId(id, attempts);
  }

  /** How many lost attempts count toward those that a build gets. */
  public int countedLosses() {
    return (int) lost.stream().filter(LostAttempt::counted).count();
  }
}
