package dev.hearth.dispatcher.leader;

import dev.hearth.dispatcher.queue.SameMark;
import dev.hearth.dispatcher.queue.StopOrders;
import dev.hearth.protocol.AgentId;
import dev.hearth.protocol.AttemptId;
import dev.hearth.protocol.AttemptOutcome;
import dev.hearth.protocol.AttemptRecord;
import dev.hearth.protocol.BuildRecord;
import dev.hearth.protocol.BuildState;
import dev.hearth.protocol.LostAttempt;
import dev.hearth.protocol.Recipe;
import dev.hearth.protocol.StageRecord;
import dev.hearth.protocol.TaskOrder;
import dev.hearth.protocol.etcd.FarmKeys;
import dev.hearth.protocol.etcd.Fence;
import dev.hearth.protocol.etcd.KeyValues;
import dev.hearth.protocol.etcd.Transaction;
import dev.hearth.protocol.etcd.Versioned;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Carries actions out, each as one transaction under the leader's fence. */
final class Transitions {
  private static final Logger log = LoggerFactory.getLogger(Transitions.class);

  private final KeyValues etcd;
  private final FarmKeys keys;
  private final StopOrders stops;
  private final SameMark same;
  private final String registry;
  private final Clock clock;

  /**
   * @param registry where agents push, {@code host:port}
   */
  Transitions(KeyValues etcd, FarmKeys keys, StopOrders stops, String registry, Clock clock) {
    this.etcd = etcd;
    this.keys = keys;
    this.stops = stops;
    this.same = new SameMark(etcd, keys);
    this.registry = registry;
    this.clock = clock;
  }

  /** Queued to assigned: puts the task. Returns whether it was done. */
  boolean assign(Action.Assign action, Fence fence) {
    BuildRecord build = action.build().value();
    AgentId agent = action.reason().agent();
    AttemptId attempt = new AttemptId(build.id(), build.attempts() + 1);
    Recipe recipe = action.project().recipe();
    TaskOrder order =
        new TaskOrder(
            attempt,
            build.request(),
            recipe,
            registry,
            recipe.cache() && build.request().cache(),
            action.alone(),
            clock.instant());
    BuildRecord placed = build.placed(attempt, action.reason(), clock.instant());
    Transaction.Builder change =
        guarded(action.build(), fence)
            .ifUnchanged(action.agent())
            .ifAbsent(keys.cordon(agent))
            .rewrite(action.build(), placed)
            .put(keys.task(agent, attempt), order);
    return done("assigned", placed, etcd.commit(change.end()));
  }

  /** The attempt has ended, and its agent said how. */
  boolean settle(Action.Settle action, Fence fence) {
    AttemptRecord attempt = action.attempt().value();
    BuildRecord next =
        action.build().value().told(attempt.stages(), attempt.logLength()).in(action.next());
    Transaction.Builder change =
        guarded(action.build(), fence).ifUnchanged(action.attempt()).rewrite(action.build(), next);
    clear(change, action.assigned());
    same.release(change, next);
    return done("settled", next, etcd.commit(change.end()));
  }

  /** The attempt is lost: the build queues again, or ends when it has lost as many as it gets. */
  boolean takeBack(Action.TakeBack action, Fence fence) {
    AgentId agent = action.assigned().agent();
    AttemptId attempt = action.assigned().attempt();
    Optional<Versioned<TaskOrder>> task = etcd.find(keys.task(agent, attempt));
    Transaction.Builder change = guarded(action.build(), fence);
    task.ifPresentOrElse(
        found -> change.ifCreatedAt(found.key(), found.createRevision()),
        () -> change.ifAbsent(keys.task(agent, attempt)));
    switch (action.loss()) {
      case Loss.AgentGone _ -> change.ifAbsent(keys.agent(agent));
      case Loss.Told told -> change.ifUnchanged(told.attempt());
      case Loss.NotClaimed _ -> change.ifAbsent(keys.attempt(agent, attempt));
      case Loss.TaskGone _ -> {
        if (task.isPresent()) {
          return false;
        }
      }
    }
    Instant now = clock.instant();
    BuildRecord losing =
        action
            .build()
            .value()
            .losing(
                new LostAttempt(
                    attempt, agent, action.loss().reason(), action.loss().counts(), now));
    boolean over = losing.countedLosses() >= Decisions.MOST_ATTEMPTS;
    BuildRecord next =
        losing.in(
            over
                ? new BuildState.Lost(now, losing.countedLosses(), action.loss().reason())
                : new BuildState.Queued(now));
    change.rewrite(action.build(), next);
    clear(change, action.assigned());
    if (over) {
      same.release(change, next);
    }
    return done("taken back", next, etcd.commit(change.end()));
  }

  /**
   * The stop is not confirmed: the build ends all the same, and says so. Not done when the agent
   * has told its end meanwhile, in words that this version knows.
   */
  boolean endUnconfirmed(Action.EndUnconfirmed action, Fence fence) {
    AgentId agent = action.assigned().agent();
    AttemptId attempt = action.assigned().attempt();
    Transaction.Builder change = guarded(action.build(), fence);
    etcd.find(keys.task(agent, attempt))
        .ifPresent(task -> change.ifCreatedAt(task.key(), task.createRevision()));
    if (action.agentGone()) {
      change.ifAbsent(keys.agent(agent));
    }
    Optional<Versioned<AttemptRecord>> found = etcd.find(keys.attempt(agent, attempt));
    if (found.map(told -> told.value().outcome()).filter(AttemptOutcome::known).isPresent()) {
      return false;
    }
    change.ifAsRead(keys.attempt(agent, attempt), found);
    List<StageRecord> stages = found.map(told -> told.value().stages()).orElse(List.of());
    long length = found.map(told -> told.value().logLength()).orElse(0L);
    BuildRecord next =
        action
            .build()
            .value()
            .told(stages, length)
            .in(BuildState.stopped(action.order(), false, clock.instant()));
    change.rewrite(action.build(), next);
    clear(change, action.assigned());
    same.release(change, next);
    return done("ended without confirmation", next, etcd.commit(change.end()));
  }

  /** Orders the stop if the build still is what the reason for it was found in. */
  boolean stop(Action.Stop action, Fence fence) {
    return stops.orderUnchanged(action.build(), action.order(), fence);
  }

  private static Transaction.Builder guarded(Versioned<BuildRecord> build, Fence fence) {
    return Transaction.begin().ifLeader(fence).ifUnchanged(build);
  }

  /** Takes away the keys of an attempt that is settled: its agent's slot is free then. */
  private void clear(Transaction.Builder change, BuildState.Assigned assigned) {
    change
        .delete(keys.task(assigned.agent(), assigned.attempt()))
        .delete(keys.stop(assigned.agent(), assigned.attempt()))
        .delete(keys.attempt(assigned.agent(), assigned.attempt()));
  }

  private static boolean done(String what, BuildRecord next, boolean committed) {
    log.atLevel(committed ? Level.INFO : Level.DEBUG)
        .addKeyValue("build", next.id())
        .addKeyValue("title", next.request().title())
        .addKeyValue("state", next.state().word())
        .log(committed ? what : "another was faster");
    return committed;
  }
}
