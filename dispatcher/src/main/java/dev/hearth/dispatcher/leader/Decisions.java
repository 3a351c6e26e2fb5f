package dev.hearth.dispatcher.leader;

import dev.hearth.dispatcher.farm.FarmSnapshot;
import dev.hearth.dispatcher.farm.ProjectBuilds;
import dev.hearth.dispatcher.placement.Wish;
import dev.hearth.dispatcher.projects.Project;
import dev.hearth.dispatcher.projects.ProjectLookup;
import dev.hearth.dispatcher.projects.ProjectTable;
import dev.hearth.dispatcher.quotas.QuotaUse;
import dev.hearth.dispatcher.quotas.Quotas;
import dev.hearth.protocol.AttemptOutcome;
import dev.hearth.protocol.AttemptRecord;
import dev.hearth.protocol.BuildId;
import dev.hearth.protocol.BuildRecord;
import dev.hearth.protocol.BuildState;
import dev.hearth.protocol.FailureKind;
import dev.hearth.protocol.StopKind;
import dev.hearth.protocol.StopOrder;
import dev.hearth.protocol.TaskOrder;
import dev.hearth.protocol.etcd.Versioned;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What every build needs next: the rules of recovery, as a function of a snapshot, the time and
 * what was seen before. No I/O: it can be run against a model.
 */
final class Decisions {
  /** How many lost attempts end a build. */
  static final int MOST_ATTEMPTS = 3;

  /** By whom a build is stopped that nobody stopped. */
  static final String FARM = "hearth";

  private final LeaderTimes times;
  private final FirstSights sights = new FirstSights();

  Decisions(LeaderTimes times) {
    this.times = times;
  }

  /**
   * Decides for all builds; who waits is placed oldest first. One whose quota is used up is passed
   * over, and holds up only those that count for the same quotas.
   *
   * @param projects by id; a queued build of a project that was deleted is stopped
   * @param skip builds whose record is known to be out of date: nothing is done for them
   * @param pending placements that were decided before, which the snapshot need not show
   * @param steady how long etcd has answered without a gap
   */
  List<Action> decide(
      FarmSnapshot farm,
      ProjectTable projects,
      Predicate<Versioned<BuildRecord>> skip,
      Collection<Action.Assign> pending,
      Quotas quotas,
      Duration steady,
      Instant now) {
    boolean absenceCounts = steady.compareTo(times.comeBack()) >= 0;
    List<Action> actions = new ArrayList<>();
    Map<BuildId, Action> overtaken = Overtaken.stops(farm.builds(), projects, now);
    for (Versioned<BuildRecord> build : farm.builds().begun()) {
      if (skip.test(build)) {
        sights.passOver(build.value().id());
      } else {
        begun(build, farm, overtaken, absenceCounts, now).ifPresent(actions::add);
      }
    }
    sights.forgetTheRest();
    Predicate<Versioned<BuildRecord>> isOvertaken =
        build -> overtaken.containsKey(build.value().id());
    overtaken.values().stream()
        .filter(stop -> stop.build().value().state() instanceof BuildState.Queued)
        .filter(stop -> !skip.test(stop.build()))
        .forEach(actions::add);
    Line line = new Line();
    for (ProjectBuilds builds : farm.builds().projects()) {
      actions.addAll(waiting(builds, line, projects, skip, now));
    }
    Pool pool = Pool.of(farm, pending);
    QuotaUse use = Running.of(farm, pending, quotas, projects);
    line.each(
        skip.or(isOvertaken),
        (build, project) -> {
          Optional<Action> placed = place(build, pool, use, project);
          placed.ifPresent(actions::add);
          return placed.isPresent();
        });
    return actions;
  }

  /**
   * To be called when somebody else may lead: what was seen until now says nothing about what can
   * be expected of agents that could not be reached either.
   */
  void standDown() {
    sights.forgetAll();
  }

  private Optional<Action> begun(
      Versioned<BuildRecord> build,
      FarmSnapshot farm,
      Map<BuildId, Action> overtaken,
      boolean absenceCounts,
      Instant now) {
    return switch (build.value().state()) {
      case BuildState.Assigned assigned ->
          assigned(build, assigned, farm, absenceCounts, now)
              .or(() -> Optional.ofNullable(overtaken.get(build.value().id())));
      case BuildState.Pushed pushed -> Optional.of(new Action.Publish(build, pushed));
      case BuildState.Succeeded _,
          BuildState.Failed _,
          BuildState.Cancelled _,
          BuildState.Superseded _,
          BuildState.TimedOut _,
          BuildState.Lost _ ->
          Optional.of(new Action.Archive(build));
      case BuildState.Queued _, BuildState.Unknown _ -> Optional.empty();
    };
  }

  /** Has a project's builds that wait stand in the line; stops them when it was deleted. */
  private static List<Action> waiting(
      ProjectBuilds builds,
      Line line,
      ProjectTable projects,
      Predicate<Versioned<BuildRecord>> skip,
      Instant now) {
    if (builds.askers().isEmpty() && builds.tried().isEmpty()) {
      return List.of();
    }
    return switch (projects.lookup(builds.project())) {
      case ProjectLookup.Found(Project project) -> {
        builds.askers().forEach(asker -> line.join(project, true, builds.untried(asker)));
        line.join(project, false, builds.tried());
        yield List.of();
      }
      case ProjectLookup.Deleted _ -> {
        StopOrder order = new StopOrder(StopKind.CANCELLED, FARM, "its project was deleted", now);
        yield builds
            .waiting()
            .filter(skip.negate())
            .<Action>map(build -> new Action.Stop(build, order))
            .toList();
      }
      case ProjectLookup.Unsure _ -> List.of();
    };
  }

  private static Optional<Action> place(
      Versioned<BuildRecord> build, Pool pool, QuotaUse use, Project project) {
    String asker = build.value().request().asker();
    if (use.againstRunning(project.name(), asker).isPresent()) {
      return Optional.empty();
    }
    if (pool.refuses(build.value(), project.labels())) {
      return Optional.empty();
    }
    Wish wish = Wishes.of(build.value(), project.labels());
    return pool.place(wish)
        .map(reason -> {
          use.runs(project.name(), asker);
          return new Action.Assign(
              build, reason, pool.record(reason.agent()), project, wish.alone());
        });
  }

  private Optional<Action> assigned(
      Versioned<BuildRecord> build,
      BuildState.Assigned assigned,
      FarmSnapshot farm,
      boolean absenceCounts,
      Instant now) {
    Versioned<AttemptRecord> attempt = farm.attempts().get(assigned.attempt());
    StopOrder stop = build.value().stop();
    AttemptOutcome outcome = attempt == null ? null : attempt.value().outcome();
    if (attempt != null && outcome != null && outcome.known()) {
      return ended(build, assigned, attempt, outcome, now);
    }
    // An end that only a newer leader understands is left to it; stops and time-outs go on.
    if (outcome == null && !farm.agents().containsKey(assigned.agent())) {
      if (!absenceCounts) {
        return Optional.empty();
      }
      return Optional.of(
          stop != null
              ? new Action.EndUnconfirmed(build, assigned, stop, true)
              : new Action.TakeBack(build, assigned, new Loss.AgentGone(assigned.agent())));
    }
    if (stop != null) {
      return isOver(times.stop(), assigned, "stop", now)
          ? Optional.of(new Action.EndUnconfirmed(build, assigned, stop, false))
          : Optional.empty();
    }
    if (attempt == null) {
      Loss loss = new Loss.NotClaimed(assigned.agent(), times.claim());
      return isOver(times.claim(), assigned, "claim", now)
          ? Optional.of(new Action.TakeBack(build, assigned, loss))
          : Optional.empty();
    }
    Versioned<TaskOrder> task = farm.tasks().get(assigned.attempt());
    if (task == null) {
      return isOver(times.claim(), assigned, "task", now)
          ? Optional.of(new Action.TakeBack(build, assigned, new Loss.TaskGone(assigned.agent())))
          : Optional.empty();
    }
    return TimeBounds.excess(
            task.value().recipe(),
            attempt.value(),
            times.timeoutGrace(),
            what -> sights.age(assigned.attempt(), what, now))
        .map(why -> new Action.Stop(build, new StopOrder(StopKind.TIMED_OUT, FARM, why, now)));
  }

  private static Optional<Action> ended(
      Versioned<BuildRecord> build,
      BuildState.Assigned assigned,
      Versioned<AttemptRecord> attempt,
      AttemptOutcome outcome,
      Instant now) {
    StopOrder stop = build.value().stop();
    return switch (outcome) {
      case AttemptOutcome.Pushed pushed -> {
        BuildState next =
            stop == null
                ? new BuildState.Pushed(
                    now, assigned.attempt(), pushed.images(), pushed.protectedRef())
                : BuildState.stopped(stop, true, now);
        yield Optional.of(new Action.Settle(build, assigned, attempt, next));
      }
      case AttemptOutcome.Failed failed -> {
        BuildState next =
            failed.kind() == FailureKind.TIMEOUT
                ? new BuildState.TimedOut(now, "agent " + assigned.agent(), failed.reason(), true)
                : new BuildState.Failed(now, failed.stage(), failed.kind(), failed.reason());
        yield Optional.of(new Action.Settle(build, assigned, attempt, next));
      }
      case AttemptOutcome.Stopped _ when stop != null ->
          Optional.of(
              new Action.Settle(build, assigned, attempt, BuildState.stopped(stop, true, now)));
      case AttemptOutcome.Stopped _ -> {
        String reason = "its agent stopped it without an order";
        yield Optional.of(new Action.TakeBack(build, assigned, new Loss.Told(attempt, reason)));
      }
      case AttemptOutcome.Lost lost ->
          Optional.of(
              stop == null
                  ? new Action.TakeBack(build, assigned, new Loss.Told(attempt, lost.reason()))
                  : new Action.Settle(
                      build, assigned, attempt, BuildState.stopped(stop, true, now)));
      case AttemptOutcome.Unknown _ -> Optional.empty();
    };
  }

  private boolean isOver(Duration atMost, BuildState.Assigned assigned, String what, Instant now) {
    return sights.age(assigned.attempt(), what, now).compareTo(atMost) >= 0;
  }
}
