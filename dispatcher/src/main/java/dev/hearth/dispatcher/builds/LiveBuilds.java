package dev.hearth.dispatcher.builds;

import dev.hearth.dispatcher.api.BuildView;
import dev.hearth.dispatcher.api.Waiting;
import dev.hearth.dispatcher.farm.FarmSnapshot;
import dev.hearth.dispatcher.leader.Pool;
import dev.hearth.dispatcher.leader.Wishes;
import dev.hearth.dispatcher.placement.Host;
import dev.hearth.dispatcher.placement.Placement;
import dev.hearth.dispatcher.placement.Placing;
import dev.hearth.protocol.AttemptId;
import dev.hearth.protocol.AttemptRecord;
import dev.hearth.protocol.BuildRecord;
import dev.hearth.protocol.BuildState;
import dev.hearth.protocol.PlacementReason;
import dev.hearth.protocol.ProjectId;
import dev.hearth.protocol.etcd.Versioned;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The builds that are under way at one moment, with what their agents say of them. Not for several
 * threads.
 */
final class LiveBuilds {
  private final FarmSnapshot farm;
  private final Function<ProjectId, Set<String>> labels;
  private @Nullable Collection<Host> hosts;

  /**
   * @param labels those that a project asks of its hosts
   */
  LiveBuilds(FarmSnapshot farm, Function<ProjectId, Set<String>> labels) {
    this.farm = farm;
    this.labels = labels;
  }

  /** Without why they wait, which costs more than the rest. */
  Stream<BuildView> all() {
    return farm.builds().stream().map(Versioned::value).map(this::view);
  }

  BuildView view(BuildRecord build) {
    AttemptId newest = build.newestAttempt();
    Versioned<AttemptRecord> attempt = newest == null ? null : farm.attempts().get(newest);
    return new BuildView(build, attempt == null ? null : attempt.value(), null);
  }

  /** Adds, host by host, why a queued build waits: the leader's own policy asked once more. */
  BuildView withWaiting(BuildView view) {
    BuildRecord build = view.record();
    if (!(build.state() instanceof BuildState.Queued)) {
      return view;
    }
    Set<String> wanted = labels.apply(build.request().project());
    return switch (Placing.decide(Wishes.of(build, wanted), hosts())) {
      case Placement.On(PlacementReason reason) ->
          waits(view, "it is about to be given to " + reason.agent(), List.of());
      case Placement.Waits(String why, List<Placement.Refusal> refusals) ->
          waits(
              view,
              why,
              refusals.stream().map(host -> new Waiting.Host(host.agent(), host.why())).toList());
    };
  }

  /** Counted when they are first asked for: most readers ask for builds that do not wait. */
  private Collection<Host> hosts() {
    if (hosts == null) {
      hosts = Pool.of(farm).hosts();
    }
    return hosts;
  }

  private static BuildView waits(BuildView view, String why, List<Waiting.Host> hosts) {
    return new BuildView(view.record(), view.attempt(), new Waiting(why, hosts));
  }
}
