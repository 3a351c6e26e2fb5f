package dev.hearth.dispatcher.builds;

import dev.hearth.dispatcher.api.Waiting;
import dev.hearth.dispatcher.farm.FarmSnapshot;
import dev.hearth.dispatcher.leader.Pool;
import dev.hearth.dispatcher.leader.Wishes;
import dev.hearth.dispatcher.placement.Placement;
import dev.hearth.dispatcher.placement.Placing;
import dev.hearth.protocol.BuildRecord;
import dev.hearth.protocol.BuildState;
import dev.hearth.protocol.PlacementReason;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Why a queued build waits, host by host: the leader's own policy asked once more. */
final class WaitingReasons {
  private WaitingReasons() {}

  static @Nullable Waiting of(BuildRecord build, FarmSnapshot farm, Set<String> labels) {
    if (!(build.state() instanceof BuildState.Queued)) {
      return null;
    }
    return switch (Placing.decide(Wishes.of(build, labels), Pool.of(farm).hosts())) {
      case Placement.On(PlacementReason reason) ->
          new Waiting("it is about to be given to " + reason.agent(), List.of());
      case Placement.Waits(String why, List<Placement.Refusal> hosts) ->
          new Waiting(
              why, hosts.stream().map(host -> new Waiting.Host(host.agent(), host.why())).toList());
    };
  }
}
