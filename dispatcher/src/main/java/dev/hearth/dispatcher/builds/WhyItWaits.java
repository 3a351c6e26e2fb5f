package dev.hearth.dispatcher.builds;

import dev.hearth.dispatcher.api.BuildView;
import dev.hearth.dispatcher.api.Waiting;
import dev.hearth.dispatcher.farm.FarmSnapshot;
import dev.hearth.dispatcher.farm.Recent;
import dev.hearth.dispatcher.leader.Pool;
import dev.hearth.dispatcher.leader.Wishes;
import dev.hearth.dispatcher.placement.Host;
import dev.hearth.dispatcher.placement.Placement;
import dev.hearth.dispatcher.placement.Placing;
import dev.hearth.dispatcher.projects.Project;
import dev.hearth.dispatcher.projects.ProjectLookup;
import dev.hearth.dispatcher.projects.ProjectTable;
import dev.hearth.dispatcher.quotas.LiveQuotas;
import dev.hearth.dispatcher.quotas.QuotaUse;
import dev.hearth.protocol.BuildRecord;
import dev.hearth.protocol.BuildState;
import dev.hearth.protocol.PlacementReason;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Says, by its quotas, else host by host, why a queued build waits: the leader's own policy asked
 * once more. Hundreds may follow builds that wait, so the hosts are counted every half second at
 * most. Thread-safe.
 */
final class WhyItWaits {
  private static final Duration COUNTED_EVERY = Duration.ofMillis(500);

  private final Recent<Collection<Host>> hosts;
  private final Recent<QuotaUse> use;
  private final ProjectTable projects;

  WhyItWaits(Supplier<FarmSnapshot> farm, LiveQuotas quotas, ProjectTable projects) {
    this.hosts = new Recent<>(COUNTED_EVERY, () -> Pool.of(farm.get()).hosts());
    this.use = new Recent<>(COUNTED_EVERY, quotas::use);
    this.projects = projects;
  }

  BuildView addTo(BuildView view) {
    BuildRecord build = view.record();
    if (!(build.state() instanceof BuildState.Queued)) {
      return view;
    }
    Optional<String> quota =
        use.get()
            .againstRunning(LiveQuotas.nameOf(build.request(), projects), build.request().asker());
    if (quota.isPresent()) {
      return waits(view, quota.get(), List.of());
    }
    Set<String> wanted =
        projects.lookup(build.request().project()) instanceof ProjectLookup.Found(Project project)
            ? project.labels()
            : Set.of();
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
