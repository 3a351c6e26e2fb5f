package dev.hearth.cli.gameday;

import java.time.Duration;
import java.util.List;

/**
 * A game that was played.
 *
 * @param ended daemons that ended by themselves
 * @param answers of dispatchers that were left alone
 * @param logs where the farm's logs are kept; empty after a good game
 */
record Result(
    Plan plan,
    List<Push.Accepted> accepted,
    List<BuildEvidence> builds,
    List<Finding> findings,
    List<Done> done,
    List<String> ended,
    Times times,
    Answers answers,
    String logs) {
  boolean held() {
    return findings.isEmpty();
  }

  Duration longestWithoutAcceptance() {
    return accepted.stream()
        .map(Push.Accepted::waited)
        .max(Duration::compareTo)
        .orElse(Duration.ZERO);
  }
}
