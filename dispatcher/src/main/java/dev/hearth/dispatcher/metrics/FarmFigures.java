package dev.hearth.dispatcher.metrics;

import dev.hearth.dispatcher.farm.FarmSnapshot;
import dev.hearth.protocol.AgentRecord;
import dev.hearth.protocol.BuildRecord;
import dev.hearth.protocol.BuildState;
import dev.hearth.protocol.etcd.Versioned;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * The farm in numbers.
 *
 * @param builds under way, by the names of their states
 * @param agents that are up
 * @param slots of all of them
 * @param busy slots that have a task
 * @param oldestQueued how long the oldest queued build waits; zero when none does
 */
public record FarmFigures(
    Map<String, Integer> builds, int agents, int slots, int busy, Duration oldestQueued) {
  public FarmFigures {
    builds = Map.copyOf(builds);
  }

  /** Counts what the mirrors have heard. */
  public static FarmFigures of(FarmSnapshot farm, Instant now) {
    Map<String, Integer> builds = new TreeMap<>();
    Duration oldest = Duration.ZERO;
    for (Versioned<BuildRecord> build : farm.builds().all()) {
      BuildState state = build.value().state();
      builds.merge(word(state, farm), 1, Integer::sum);
      if (state instanceof BuildState.Queued queued) {
        Duration waits = Duration.between(queued.since(), now);
        oldest = waits.compareTo(oldest) > 0 ? waits : oldest;
      }
    }
    int slots =
        farm.agents().values().stream().map(Versioned::value).mapToInt(AgentRecord::slots).sum();
    return new FarmFigures(builds, farm.agents().size(), slots, farm.tasks().size(), oldest);
  }

  private static String word(BuildState state, FarmSnapshot farm) {
    return state instanceof BuildState.Assigned assigned
            && farm.attempts().containsKey(assigned.attempt())
        ? "running"
        : state.word();
  }
}
