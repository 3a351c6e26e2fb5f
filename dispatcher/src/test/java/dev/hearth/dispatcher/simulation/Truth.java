package dev.hearth.dispatcher.simulation;

import dev.hearth.dispatcher.quotas.Quota;
import dev.hearth.dispatcher.quotas.QuotaUse;
import dev.hearth.dispatcher.quotas.Quotas;
import dev.hearth.dispatcher.sql.ModelArchives;
import dev.hearth.protocol.AgentId;
import dev.hearth.protocol.AgentRecord;
import dev.hearth.protocol.AttemptOutcome;
import dev.hearth.protocol.AttemptRecord;
import dev.hearth.protocol.BuildId;
import dev.hearth.protocol.BuildRecord;
import dev.hearth.protocol.BuildState;
import dev.hearth.protocol.Cause;
import dev.hearth.protocol.FailureKind;
import dev.hearth.protocol.SameBuild;
import dev.hearth.protocol.StopOrder;
import dev.hearth.protocol.TaskOrder;
import dev.hearth.protocol.WantedTag;
import dev.hearth.protocol.etcd.FarmKeys;
import dev.hearth.protocol.etcd.Key;
import dev.hearth.protocol.etcd.KeyValues;
import dev.hearth.protocol.etcd.Versioned;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Watches every change of the farm, and throws when one of them must never happen. */
final class Truth {
  private final FarmKeys keys;
  private final ModelArchives archives;
  private final Quotas quotas;
  private final Ledger<AgentRecord> agents;
  private final Ledger<BuildRecord> builds;
  private final Ledger<AttemptRecord> attempts;
  private final Ledger<TaskOrder> tasks;
  private final Ledger<StopOrder> stops;
  private final Ledger<SameBuild> same;
  private final Map<AgentId, Integer> slots = new HashMap<>();
  private final Map<String, BuildId> numbers = new HashMap<>();
  private final Map<BuildId, BuildRecord> ended = new HashMap<>();
  private final Set<BuildId> accepted = new HashSet<>();
  private @Nullable String broken;

  Truth(KeyValues etcd, FarmKeys keys, ModelArchives archives, Quotas quotas) {
    this.keys = keys;
    this.archives = archives;
    this.quotas = quotas;
    this.agents = new Ledger<>(etcd, keys.agents(), this::agentChanged);
    this.builds = new Ledger<>(etcd, keys.builds(), this::buildChanged);
    this.attempts = new Ledger<>(etcd, keys.attempts(), (_, _) -> {});
    this.tasks = new Ledger<>(etcd, keys.tasks(), (_, _) -> {});
    this.stops = new Ledger<>(etcd, keys.stops(), (_, _) -> {});
    this.same = new Ledger<>(etcd, keys.same(), (_, _) -> {});
    var _ = new Ledger<>(etcd, keys.tags(), this::tagChanged);
  }

  Ledger<BuildRecord> builds() {
    return builds;
  }

  Map<BuildId, BuildRecord> ended() {
    return ended;
  }

  Set<BuildId> accepted() {
    return accepted;
  }

  boolean isQuiet() {
    return builds.entries().isEmpty();
  }

  boolean isAnyAssigned() {
    return builds.entries().stream()
        .anyMatch(build -> build.value().state() instanceof BuildState.Assigned);
  }

  /** What must hold between any two requests to etcd. */
  void check() {
    if (broken != null) {
      throw new AssertionError(broken);
    }
    Map<AgentId, Integer> held = new HashMap<>();
    for (Versioned<TaskOrder> task : tasks.entries()) {
      AgentId agent = FarmKeys.ownerOf(task.key());
      held.merge(agent, 1, Integer::sum);
      must(isAssigned(task, agent), "a task stands that no build is assigned to: " + task.key());
    }
    held.forEach((agent, count) -> {
      int most = slots.getOrDefault(agent, 0);
      must(count <= most, agent + " has " + count + " tasks in " + most + " slots");
    });
    QuotaUse use = new QuotaUse(quotas);
    for (Versioned<BuildRecord> build : builds.entries()) {
      checkKeys(build.value());
      if (build.value().state() instanceof BuildState.Assigned) {
        use.runs(build.value().request().projectName(), build.value().request().asker());
      }
    }
    for (Quota quota : quotas.all()) {
      int running = use.running(quota.holder());
      must(
          running <= Objects.requireNonNullElse(quota.running(), Integer.MAX_VALUE),
          quota.holder().title() + " runs " + running + " builds, more than its quota");
    }
    for (Versioned<StopOrder> stop : stops.entries()) {
      must(hasTask(stop.key()), "a stop is left behind: " + stop.key());
    }
    for (Versioned<AttemptRecord> attempt : attempts.entries()) {
      must(hasTask(attempt.key()), "an attempt is left behind: " + attempt.key());
    }
    for (Versioned<SameBuild> mark : same.entries()) {
      boolean lives =
          builds
              .find(keys.build(mark.value().build()))
              .filter(build -> !build.value().state().ended() && build.value().stop() == null)
              .isPresent();
      must(lives, "a mark is left behind, of #" + mark.value().number());
    }
  }

  private void checkKeys(BuildRecord build) {
    switch (build.state()) {
      case BuildState.Assigned(_, var attempt, var agent) ->
          must(
              tasks.find(keys.task(agent, attempt)).isPresent(),
              title(build) + " is assigned and has no task");
      case BuildState.Queued _ ->
          must(build.stop() == null, title(build) + " is queued and has a stop");
      case BuildState.Pushed _,
          BuildState.Succeeded _,
          BuildState.Failed _,
          BuildState.Cancelled _,
          BuildState.Superseded _,
          BuildState.TimedOut _,
          BuildState.Lost _,
          BuildState.Unknown _ -> {}
    }
  }

  private boolean isAssigned(Versioned<TaskOrder> task, AgentId agent) {
    return builds
        .find(keys.build(task.value().attempt().build()))
        .filter(build ->
            build.value().state() instanceof BuildState.Assigned assigned
                && assigned.agent().equals(agent)
                && assigned.attempt().equals(task.value().attempt()))
        .isPresent();
  }

  private boolean hasTask(Key<?> key) {
    return tasks.find(keys.task(FarmKeys.ownerOf(key), FarmKeys.attemptOf(key))).isPresent();
  }

  private void agentChanged(@Nullable Versioned<AgentRecord> before, @Nullable AgentRecord now) {
    if (now != null) {
      slots.put(now.name(), now.slots());
    }
  }

  private void buildChanged(@Nullable Versioned<BuildRecord> before, @Nullable BuildRecord now) {
    if (now == null) {
      BuildRecord last = Objects.requireNonNull(before).value();
      must(last.state().ended(), title(last) + " went without an end");
      must(
          archives.find(last.id()).filter(last::equals).isPresent(),
          title(last) + " went, and was not archived as it ended");
      return;
    }
    BuildId owner = numbers.computeIfAbsent(title(now), _ -> now.id());
    must(owner.equals(now.id()), title(now) + " is two builds");
    must(now.countedLosses() <= 3, title(now) + " lost more than three attempts");
    if (before == null) {
      accepted.add(now.id());
    } else {
      BuildRecord was = before.value();
      must(isAllowed(was, now), title(now) + " went from " + was.state() + " to " + now.state());
    }
    if (now.state().ended()) {
      must(ended.put(now.id(), now) == null, title(now) + " ended twice");
    }
  }

  private boolean isAllowed(BuildRecord was, BuildRecord now) {
    return switch (was.state()) {
      case BuildState.Queued _ ->
          now.state() instanceof BuildState.Assigned || isStopped(now.state());
      case BuildState.Assigned assigned ->
          now.state().equals(was.state()) || isEndOf(assigned, was, now);
      case BuildState.Pushed _ ->
          now.state().equals(was.state())
              || now.state() instanceof BuildState.Succeeded
              || now.state() instanceof BuildState.Failed
              || isStopped(now.state());
      case BuildState.Succeeded _,
          BuildState.Failed _,
          BuildState.Cancelled _,
          BuildState.Superseded _,
          BuildState.TimedOut _,
          BuildState.Lost _,
          BuildState.Unknown _ ->
          false;
    };
  }

  private static boolean isStopped(BuildState state) {
    return state instanceof BuildState.Cancelled
        || state instanceof BuildState.Superseded
        || state instanceof BuildState.TimedOut;
  }

  /** Whether an attempt's end is told as its agent told it. */
  private boolean isEndOf(BuildState.Assigned assigned, BuildRecord was, BuildRecord now) {
    AttemptOutcome outcome =
        attempts
            .find(keys.attempt(assigned.agent(), assigned.attempt()))
            .map(attempt -> attempt.value().outcome())
            .orElse(null);
    boolean isClaimed =
        attempts.find(keys.attempt(assigned.agent(), assigned.attempt())).isPresent();
    boolean isGone = agents.find(keys.agent(assigned.agent())).isEmpty();
    boolean isLost =
        outcome instanceof AttemptOutcome.Lost
            || outcome instanceof AttemptOutcome.Stopped
            || (outcome == null && (isGone || !isClaimed));
    return switch (now.state()) {
      case BuildState.Pushed pushed ->
          was.stop() == null
              && outcome instanceof AttemptOutcome.Pushed told
              && told.images().equals(pushed.images())
              && pushed.attempt().equals(assigned.attempt());
      case BuildState.Failed failed ->
          outcome instanceof AttemptOutcome.Failed told
              && told.kind() != FailureKind.TIMEOUT
              && told.reason().equals(failed.reason());
      case BuildState.Queued _ -> was.stop() == null && isLost && now.countedLosses() < 3;
      case BuildState.Lost _ -> was.stop() == null && isLost && now.countedLosses() == 3;
      case BuildState.Cancelled stopped ->
          was.stop() != null && stopped.confirmed() == (outcome != null);
      case BuildState.Superseded stopped ->
          was.stop() != null && stopped.confirmed() == (outcome != null);
      case BuildState.TimedOut stopped ->
          outcome instanceof AttemptOutcome.Failed told
              ? told.kind() == FailureKind.TIMEOUT && told.reason().equals(stopped.why())
              : was.stop() != null && stopped.confirmed() == (outcome != null);
      case BuildState.Assigned _, BuildState.Succeeded _, BuildState.Unknown _ -> false;
    };
  }

  private void tagChanged(@Nullable Versioned<WantedTag> before, @Nullable WantedTag now) {
    if (now == null || before == null || now.ref().isEmpty()) {
      return;
    }
    WantedTag was = before.value();
    boolean goesBack = was.ref().equals(now.ref()) && now.sequence() < was.sequence();
    boolean isTakenBack =
        builds
            .find(keys.build(was.build()))
            .filter(build -> build.value().state() instanceof BuildState.Pushed)
            .isPresent();
    must(
        !goesBack || isTakenBack,
        "tag " + now.tag() + " went back from head " + was.sequence() + " to " + now.sequence());
  }

  /** Only remembered here, since it is told in the midst of a change. */
  private void must(boolean holds, String otherwise) {
    if (!holds && broken == null) {
      broken = otherwise;
    }
  }

  static boolean isPushed(BuildRecord build) {
    return build.request().cause() != Cause.MANUAL;
  }

  static String title(BuildRecord build) {
    return build.request().title();
  }
}
