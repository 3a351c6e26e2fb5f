package dev.hearth.dispatcher.leader;

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
  private final Map<String, Instant> seen = new HashMap<>();
  private final Set<String> seenThisTime = new HashSet<>();

  /** How long it has been seen, zero at the first time. */
  Duration age(String what, Instant now) {
    seenThisTime.add(what);
    return Duration.between(seen.computeIfAbsent(what, _ -> now), now);
  }

  /** Forgets what nobody asked for since the last call. */
  void forgetTheRest() {
    seen.keySet().retainAll(seenThisTime);
    seenThisTime.clear();
  }
}
