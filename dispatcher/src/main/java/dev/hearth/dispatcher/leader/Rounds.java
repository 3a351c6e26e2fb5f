package dev.hearth.dispatcher.leader;

import dev.hearth.dispatcher.farm.FarmSnapshot;
import dev.hearth.dispatcher.projects.ProjectLookup;
import dev.hearth.dispatcher.projects.ProjectTable;
import dev.hearth.dispatcher.quotas.Quotas;
import dev.hearth.protocol.BuildRecord;
import dev.hearth.protocol.BuildState;
import dev.hearth.protocol.FailureKind;
import dev.hearth.protocol.Stage;
import dev.hearth.protocol.StopKind;
import dev.hearth.protocol.StopOrder;
import dev.hearth.protocol.etcd.Fence;
import dev.hearth.protocol.etcd.RecordTooLargeException;
import dev.hearth.protocol.etcd.Versioned;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a leader does, round after round, without a thread of its own: one begins rounds, any number
 * of others do the work of each.
 */
final class Rounds {
  private static final Logger log = LoggerFactory.getLogger(Rounds.class);

  private final Transitions transitions;
  private final ProjectTable projects;
  private final Supplier<Quotas> quotas;
  private final Publisher publisher;
  private final Archiver archiver;
  private final Consumer<Duration> placed;
  private final Decisions decisions = new Decisions(LeaderTimes.DEFAULT);
  private final UnderWay underWay = new UnderWay();
  private final Clock clock;

  Rounds(
      Transitions transitions,
      ProjectTable projects,
      Supplier<Quotas> quotas,
      Publisher publisher,
      Archiver archiver,
      Consumer<Duration> placed,
      Clock clock) {
    this.transitions = transitions;
    this.projects = projects;
    this.quotas = quotas;
    this.publisher = publisher;
    this.archiver = archiver;
    this.placed = placed;
    this.clock = clock;
  }

  /**
   * Decides what is to be done now; each of it must then be worked on, once. Nothing is decided
   * before all is known that leaders before this one have done: a slot that looks free may have
   * been given away by the last of them.
   *
   * @param steady how long etcd has answered without a gap
   */
  List<Action> begin(FarmSnapshot farm, Fence fence, Duration steady) {
    if (farm.through() < fence.revision()) {
      return List.of();
    }
    Instant now = clock.instant();
    List<Action> actions =
        decisions.decide(
            farm,
            projects,
            build -> underWay.has(build, now),
            underWay.placements(),
            quotas.get(),
            steady,
            now);
    actions.forEach(underWay::begin);
    underWay.sweep(farm.builds(), now);
    return actions;
  }

  /** To be called instead of {@link #begin} while this dispatcher does not lead. */
  void standDown() {
    decisions.standDown();
  }

  /** Does one thing. Returns whether the farm was changed by it; if not, it is decided again. */
  boolean work(Action action, Fence fence) {
    boolean changed = false;
    try {
      changed = carryOut(action, fence);
    } finally {
      if (changed) {
        underWay.changed(action, clock.instant());
      } else {
        underWay.failed(action, clock.instant());
      }
    }
    return changed;
  }

  private boolean assign(Action.Assign action, Fence fence) {
    if (!isUpToDate(action)) {
      return false;
    }
    boolean done = transitions.assign(action, fence);
    if (done) {
      placed.accept(Duration.between(action.build().value().state().since(), clock.instant()));
    }
    return done;
  }

  /** A build is made by its project as it was when it was asked for, or later: never before. */
  private boolean isUpToDate(Action.Assign action) {
    ProjectLookup now = projects.latest(action.project().id());
    return now.equals(new ProjectLookup.Found(action.project()));
  }

  /** What can never be written must not be tried for ever: the build ends, and says why. */
  private boolean endTooLarge(Action action, RecordTooLargeException tooLarge, Fence fence) {
    Instant now = clock.instant();
    String why =
        "its record would be larger than etcd takes: give the project fewer images, tags or"
            + " settings";
    log.atError()
        .addKeyValue("build", action.build().value().id())
        .addKeyValue("cause", tooLarge.getMessage())
        .log("a build is ended that can't be recorded");
    return switch (action) {
      case Action.Settle(var build, var assigned, var attempt, _) -> {
        var failed = new BuildState.Failed(now, Stage.PUBLISH, FailureKind.USER, why);
        yield transitions.settle(new Action.Settle(build, assigned, attempt, failed), fence);
      }
      case Action.Assign assign ->
          transitions.stop(
              new Action.Stop(
                  assign.build(), new StopOrder(StopKind.CANCELLED, "hearth", why, now)),
              fence);
      case Action.TakeBack _,
          Action.EndUnconfirmed _,
          Action.Stop _,
          Action.Publish _,
          Action.Archive _ ->
          false;
    };
  }

  private boolean carryOut(Action action, Fence fence) {
    try {
      return carryOutOrEnd(action, fence);
    } catch (RuntimeException e) {
      log.atWarn()
          .addKeyValue("build", action.build().value().id())
          .addKeyValue("action", action.getClass().getSimpleName())
          .addKeyValue("cause", e.getMessage())
          .log("could not be done now, is tried again");
      return false;
    }
  }

  private boolean carryOutOrEnd(Action action, Fence fence) {
    try {
      return switch (action) {
        case Action.Assign assign -> assign(assign, fence);
        case Action.Settle settle -> transitions.settle(settle, fence);
        case Action.TakeBack takeBack -> transitions.takeBack(takeBack, fence);
        case Action.EndUnconfirmed end -> transitions.endUnconfirmed(end, fence);
        case Action.Stop stop -> transitions.stop(stop, fence);
        case Action.Publish(Versioned<BuildRecord> build, BuildState.Pushed pushed) ->
            publisher.publish(build, pushed, fence);
        case Action.Archive(Versioned<BuildRecord> build) -> archiver.archive(build, fence);
      };
    } catch (RecordTooLargeException e) {
      return endTooLarge(action, e, fence);
    }
  }
}
