package dev.hearth.dispatcher.builds;

import dev.hearth.dispatcher.api.BuildView;
import dev.hearth.dispatcher.api.Waiting;
import dev.hearth.dispatcher.farm.FarmView;
import dev.hearth.dispatcher.farm.Recent;
import dev.hearth.dispatcher.leader.Pool;
import dev.hearth.dispatcher.leader.Wishes;
import dev.hearth.dispatcher.placement.Host;
import dev.hearth.dispatcher.placement.Placement;
import dev.hearth.dispatcher.placement.Placing;
import dev.hearth.protocol.BuildRecord;
import dev.hearth.protocol.BuildState;
import dev.hearth.protocol.PlacementReason;
import dev.hearth.protocol.ProjectId;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * Says, host by host, why a queued build waits: the leader's own policy asked once more. Hundreds
 * may follow builds that wait, so the hosts are counted every half second at most. Thread-safe.
 */
final class WhyItWaits {
  private static final Duration COUNTED_EVERY = Duration.ofMillis(500);

  private final Recent<Collection<Host>> hosts;
  private final Function<ProjectId, Set<String>> labels;

  /**
   * @param labels those that a project asks of its hosts
   */
  WhyItWaits(FarmView view, Function<ProjectId, Set<String>> labels) {
    this.hosts = new Recent<>(COUNTED_EVERY, () -> Pool.of(view.snapshot()).hosts());
    this.labels = labels;
  }

  BuildView addTo(BuildView view) {
    BuildRecord build = view.record();
    if (!(build.state() instanceof BuildState.Queued)) {
      return view;
    }
    Set<String> wanted = labels.apply(build.request().project());
    return switch (Placing.decide(Wishes.of(build, wanted), hosts.get())) {
      case Placement.On(PlacementReason reason) ->
          waits(view, WaitingBuilds.PLACED + " to " + reason.agent(), List.of());
      case Placement.Waits(String why, List<Placement.Refusal> refusals) ->
          waits(
              view,
              why,
              refusals.stream().map(host -> new Waiting.Host(host.agent(), host.why())).toList());
    };
  }

  private static BuildView waits(BuildView view, String why, List<Waiting.Host> hosts) {
    return new BuildView(view.record(), view.attempt(), new Waiting(why, hosts));
  }
}
