package dev.hearth.dispatcher.console.farm;

import dev.hearth.dispatcher.console.builds.Durations;
import dev.hearth.protocol.BuildRecord;
import dev.hearth.protocol.BuildState;
import dev.hearth.protocol.ProjectId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What warm caches saved: for each project with a cold build to compare with, the cold builds' mean
 * duration less each warm one's.
 *
 * @param warm how many warm builds were compared
 * @param builds how many were looked at
 */
public record Warmth(Duration saved, int warm, int builds) {
  private record Times(List<Duration> warm, List<Duration> cold) {}

  static Warmth of(Collection<BuildRecord> builds) {
    Map<ProjectId, Times> byProject = new HashMap<>();
    int looked = 0;
    for (BuildRecord build : builds) {
      var placement = build.placement();
      if (placement != null
          && !build.stages().isEmpty()
          && build.state() instanceof BuildState.Succeeded) {
        Times times =
            byProject.computeIfAbsent(
                build.request().project(), _ -> new Times(new ArrayList<>(), new ArrayList<>()));
        (placement.warm() ? times.warm() : times.cold()).add(took(build));
        looked++;
      }
    }
    Duration saved = Duration.ZERO;
    int warm = 0;
    for (Times times : byProject.values()) {
      if (!times.cold().isEmpty()) {
        Duration cold =
            times.cold().stream()
                .reduce(Duration.ZERO, Duration::plus)
                .dividedBy(times.cold().size());
        for (Duration each : times.warm()) {
          saved = saved.plus(cold.minus(each));
          warm++;
        }
      }
    }
    return new Warmth(saved.isNegative() ? Duration.ZERO : saved, warm, looked);
  }

  public String text() {
    return Durations.text(saved);
  }

  private static Duration took(BuildRecord build) {
    return Duration.between(build.stages().getFirst().began(), build.state().since());
  }
}
