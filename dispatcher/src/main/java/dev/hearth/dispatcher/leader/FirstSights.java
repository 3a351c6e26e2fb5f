package dev.hearth.dispatcher.leader;

import dev.hearth.protocol.AttemptId;
import dev.hearth.protocol.BuildId;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * When the leader first saw something: time-outs run from there, never from the clock of whoever
 * wrote it. Not for use by several threads.
 */
final class FirstSights {
  private final Map<Sight, Instant> seen = new HashMap<>();
  private final Set<Sight> seenThisTime = new HashSet<>();
  private final Set<BuildId> passedOver = new HashSet<>();

  /**
   * Something that was seen.
   *
   * @param what a word, for what is waited for
   */
  private record Sight(AttemptId attempt, String what) {}

  /** How long it has been seen, zero at the first time. */
  Duration age(AttemptId attempt, String what, Instant now) {
    Sight sight = new Sight(attempt, what);
    seenThisTime.add(sight);
    return Duration.between(seen.computeIfAbsent(sight, _ -> now), now);
  }

  /** Nobody looks at this build this time: what was seen of it is not forgotten. */
  void passOver(BuildId build) {
    passedOver.add(build);
  }

  void forgetAll() {
    seen.clear();
    seenThisTime.clear();
    passedOver.clear();
  }

  /** Forgets what nobody asked for since the last call. */
  void forgetTheRest() {
    seen.keySet()
        .removeIf(sight ->
            !seenThisTime.contains(sight) && !passedOver.contains(sight.attempt().build()));
    seenThisTime.clear();
    passedOver.clear();
  }
}
