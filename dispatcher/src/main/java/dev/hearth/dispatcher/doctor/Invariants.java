package dev.hearth.dispatcher.doctor;

import dev.hearth.protocol.AgentId;
import dev.hearth.protocol.AttemptId;
import dev.hearth.protocol.AttemptRecord;
import dev.hearth.protocol.BuildId;
import dev.hearth.protocol.BuildRecord;
import dev.hearth.protocol.BuildState;
import dev.hearth.protocol.LastNumber;
import dev.hearth.protocol.ProjectId;
import dev.hearth.protocol.SameBuild;
import dev.hearth.protocol.TaskOrder;
import dev.hearth.protocol.etcd.FarmKeys;
import dev.hearth.protocol.etcd.Fence;
import dev.hearth.protocol.etcd.Key;
import dev.hearth.protocol.etcd.Transaction;
import dev.hearth.protocol.etcd.Versioned;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What must hold in a farm: every running attempt has a live agent, every ended build is archived
 * and its keys are gone, no key is left behind. A function of a listing and of what SQL knows; used
 * by {@code hearth doctor}, by the leader's mending, by the simulation and by game days.
 */
public final class Invariants {
  /** By how much an agent's clock may differ from a dispatcher's. */
  private static final Duration MOST_SKEW = Duration.ofSeconds(30);

  private final FarmKeys keys;
  private final FarmListing farm;
  private final Known known;
  private final Map<BuildId, Versioned<BuildRecord>> builds = new HashMap<>();
  private final Map<ProjectId, Long> newest = new HashMap<>();
  private final Set<String> tasks = new HashSet<>();
  private final Set<AgentId> agents;
  private final List<Violation> found = new ArrayList<>();

  private Invariants(FarmKeys keys, FarmListing farm, Known known) {
    this.keys = keys;
    this.farm = farm;
    this.known = known;
    farm.builds()
        .forEach(build -> {
          builds.put(build.value().id(), build);
          newest.merge(
              build.value().request().project(), build.value().request().number(), Math::max);
        });
    farm.tasks().forEach(task -> tasks.add(task.key().path()));
    this.agents =
        farm.agents().stream()
            .map(agent -> FarmKeys.agentOf(agent.key()))
            .collect(Collectors.toSet());
  }

  /** All that does not hold at this moment. */
  public static List<Violation> of(FarmKeys keys, FarmListing farm, Known known) {
    Invariants invariants = new Invariants(keys, farm, known);
    invariants.check();
    return List.copyOf(invariants.found);
  }

  /** Those of the second look that were seen at the first one too. */
  public static List<Violation> persisting(List<Violation> first, List<Violation> second) {
    return second.stream().filter(one -> first.stream().anyMatch(one::is)).toList();
  }

  private void check() {
    if (!farm.leads()) {
      say("no leader", "leader", "no dispatcher leads: nothing is placed, published or archived");
    }
    farm.tasks().forEach(this::task);
    Stream.concat(farm.stops().stream(), farm.attempts().stream()).forEach(this::withoutTask);
    farm.attempts().forEach(this::clock);
    farm.builds().forEach(this::build);
    farm.same().forEach(this::mark);
    farm.numbers().forEach(this::number);
    farm.statuses().stream()
        .filter(status -> !agents.contains(FarmKeys.agentOf(status.key())))
        .forEach(status ->
            say("status without agent", status.key().path(), "its agent is not registered"));
    deletedProjects();
  }

  private void task(Versioned<TaskOrder> task) {
    AgentId agent = FarmKeys.ownerOf(task.key());
    AttemptId attempt = FarmKeys.attemptOf(task.key());
    Optional<Versioned<BuildRecord>> build = Optional.ofNullable(builds.get(attempt.build()));
    boolean assigned =
        build
            .filter(one ->
                one.value().state() instanceof BuildState.Assigned state
                    && state.agent().equals(agent)
                    && state.attempt().equals(attempt))
            .isPresent();
    if (!assigned) {
      Key<BuildRecord> key = keys.build(attempt.build());
      found.add(
          new Violation(
              "stray task",
              task.key().path(),
              "an agent is told to run an attempt that no build waits for",
              change -> change.ifAsRead(key, build).ifUnchanged(task).delete(task.key())));
    }
  }

  private void withoutTask(Versioned<?> entry) {
    Key<TaskOrder> task = keys.task(FarmKeys.ownerOf(entry.key()), FarmKeys.attemptOf(entry.key()));
    if (!tasks.contains(task.path())) {
      String kind = entry.value() instanceof AttemptRecord ? "stray attempt" : "stray stop";
      found.add(
          new Violation(
              kind,
              entry.key().path(),
              "it belongs to no task",
              change -> change.ifAbsent(task).ifUnchanged(entry).delete(entry.key())));
    }
  }

  /** What an agent wrote of a claim is compared with what a dispatcher wrote just before. */
  private void clock(Versioned<AttemptRecord> attempt) {
    farm.tasks().stream()
        .filter(task -> task.value().attempt().equals(attempt.value().attempt()))
        .map(task -> Duration.between(task.value().at(), attempt.value().claimedAt()))
        .filter(late -> late.abs().compareTo(MOST_SKEW) > 0)
        .forEach(late ->
            say(
                "clock",
                attempt.value().agent().value(),
                "its clock differs from the dispatcher's by some "
                    + late.toSeconds()
                    + " s; times that are shown are wrong, set the clock"));
  }

  private void build(Versioned<BuildRecord> entry) {
    BuildRecord build = entry.value();
    String title = build.request().title();
    switch (build.state()) {
      case BuildState.Assigned assigned -> {
        if (!tasks.contains(keys.task(assigned.agent(), assigned.attempt()).path())) {
          say("no task", title, "it is assigned to " + assigned.agent() + ", which has no task");
        }
        if (!agents.contains(assigned.agent())) {
          say("no agent", title, "it is assigned to " + assigned.agent() + ", which is gone");
        }
      }
      case BuildState.Queued _ -> {
        if (build.stop() != null) {
          say("queued with a stop", title, "it was told to stop, and waits for a host");
        }
      }
      case BuildState.Pushed _ -> {}
      case BuildState.Succeeded _,
          BuildState.Failed _,
          BuildState.Cancelled _,
          BuildState.Superseded _,
          BuildState.TimedOut _,
          BuildState.Lost _ ->
          say(
              "ended in etcd",
              title,
              known.archived(build.id())
                  ? "it is archived, and its key is still there"
                  : "it has ended, and is not archived");
      case BuildState.Unknown unknown ->
          say("unknown state", title, "it is '" + unknown.word() + "', as a newer version says");
    }
  }

  private void mark(Versioned<SameBuild> mark) {
    Optional<Versioned<BuildRecord>> build = Optional.ofNullable(builds.get(mark.value().build()));
    boolean lives =
        build.filter(one -> !one.value().state().ended() && one.value().stop() == null).isPresent();
    if (!lives) {
      Key<BuildRecord> key = keys.build(mark.value().build());
      found.add(
          new Violation(
              "stray mark",
              mark.key().path(),
              "pushes are answered with build "
                  + mark.value().build()
                  + ", which is no longer under way",
              change -> change.ifAsRead(key, build).ifUnchanged(mark).delete(mark.key())));
    }
  }

  private void number(Versioned<LastNumber> number) {
    ProjectId project = keys.ownerProjectOf(number.key());
    if (!known.project(project)) {
      return;
    }
    long live = newest.getOrDefault(project, 0L);
    long last = Math.max(live, known.lastNumber(project));
    if (number.value().last() < last) {
      found.add(
          new Violation(
              "number behind",
              number.key().path(),
              "the next build would be " + (number.value().last() + 1) + " after " + last,
              change -> change.ifUnchanged(number).rewrite(number, new LastNumber(last))));
    }
  }

  private void deletedProjects() {
    Map<ProjectId, Boolean> exists = new HashMap<>();
    Stream.of(farm.same(), farm.tags(), farm.heads(), farm.numbers())
        .flatMap(List::stream)
        .filter(entry -> !exists.computeIfAbsent(keys.ownerProjectOf(entry.key()), known::project))
        .forEach(entry ->
            found.add(
                new Violation(
                    "deleted project",
                    entry.key().path(),
                    "its project was deleted",
                    change -> change.ifUnchanged(entry).delete(entry.key()))));
  }

  private void say(String kind, String subject, String sentence) {
    found.add(Violation.of(kind, subject, sentence));
  }

  /** A change that mends a violation, for the leader to make. */
  static Optional<Transaction> cure(Violation violation, Fence fence) {
    return Optional.ofNullable(violation.cure())
        .map(cure -> {
          Transaction.Builder change = Transaction.begin().ifLeader(fence);
          cure.accept(change);
          return change.end();
        });
  }
}
