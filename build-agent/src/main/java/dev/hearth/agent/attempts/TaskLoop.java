package dev.hearth.agent.attempts;

import dev.hearth.agent.logs.AttemptLogs;
import dev.hearth.agent.registration.Registration;
import dev.hearth.protocol.AttemptId;
import dev.hearth.protocol.StopOrder;
import dev.hearth.protocol.TaskOrder;
import dev.hearth.protocol.etcd.FarmKeys;
import dev.hearth.protocol.etcd.KeyValues;
import dev.hearth.protocol.etcd.Mirror;
import dev.hearth.protocol.etcd.MirrorListener;
import dev.hearth.protocol.etcd.Prefix;
import dev.hearth.protocol.etcd.Versioned;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes what runs on this host equal to the tasks that stand under the agent's key. Whatever it is
 * told of, it compares everything: so it needs no event, only that one comes now and then.
 */
public final class TaskLoop implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(TaskLoop.class);
  private static final Duration COMPARE_ANYWAY = Duration.ofSeconds(1);

  /** How long attempts may take to end when the agent is stopped. */
  private static final Duration GOODBYE = Duration.ofSeconds(20);

  private final KeyValues etcd;
  private final FarmKeys keys;
  private final Registration registration;
  private final Attempt.Parts parts;
  private final Semaphore wake = new Semaphore(0);
  private final Map<AttemptId, Attempt> attempts = new ConcurrentHashMap<>();
  private final Thread thread;
  private volatile Optional<Inheritance> inheritance = Optional.empty();
  private volatile boolean takesNoMore;
  private volatile boolean closed;

  public TaskLoop(
      KeyValues etcd,
      FarmKeys keys,
      Registration registration,
      AttemptPipeline pipeline,
      AttemptLogs logs,
      AttemptFiles files,
      int slots,
      Clock clock) {
    this.etcd = etcd;
    this.keys = keys;
    this.registration = registration;
    this.parts =
        new Attempt.Parts(
            new TaskClaims(etcd, keys, registration, clock),
            pipeline,
            logs,
            files,
            new Semaphore(slots),
            clock);
    this.thread = Thread.ofVirtual().name("tasks").unstarted(this::run);
  }

  /** To be called once, when leftovers of earlier processes are gone. */
  public void start(Inheritance inherited) {
    inheritance = Optional.of(inherited);
    inherited.goingOn().forEach(one -> attempts.computeIfAbsent(one.id(), _ -> begin(one.task())));
    thread.start();
  }

  /** From now on tasks that come are left to the leader, which takes them back. */
  public void takeNoMore() {
    takesNoMore = true;
  }

  /** Whether no attempt runs. */
  public boolean isIdle() {
    return attempts.values().stream().allMatch(Attempt::isOver);
  }

  /**
   * Leaves all attempts to the next process; returns when this one does nothing for them any more.
   */
  public void handOver() {
    endAll(Attempt::handOver);
  }

  /** The attempts that stand, those that have ended and are not settled yet among them. */
  List<Attempt> attempts() {
    return List.copyOf(attempts.values());
  }

  /** Ends all attempts, as lost, and waits until they are. */
  @Override
  public void close() {
    endAll(Attempt::agentStops);
  }

  private void endAll(Consumer<Attempt> end) {
    closed = true;
    thread.interrupt();
    long giveUp = System.nanoTime() + GOODBYE.toNanos();
    try {
      if (thread.getState() != Thread.State.NEW) {
        thread.join(GOODBYE);
      }
      attempts.values().forEach(end);
      for (Attempt attempt : attempts.values()) {
        if (!attempt.await(Duration.ofNanos(Math.max(1, giveUp - System.nanoTime())))) {
          log.atWarn().addKeyValue("attempt", attempt.id()).log("does not end");
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try (Mirror<TaskOrder> tasks = mirror(keys.tasks(registration.agent()));
        Mirror<StopOrder> stops = mirror(keys.stops(registration.agent()))) {
      awaitFirstList(tasks);
      while (!closed) {
        if (wake.tryAcquire(COMPARE_ANYWAY.toMillis(), TimeUnit.MILLISECONDS)) {
          wake.drainPermits();
        }
        try {
          compare(tasks.entries(), stops);
        } catch (RuntimeException e) {
          log.atError().setCause(e).log("can't compare tasks with attempts");
        }
      }
    } catch (InterruptedException e) {
      log.atDebug().log("no more tasks are taken");
    }
  }

  /** Before it, or in the midst of it, what goes on here would seem to be gone. */
  private void awaitFirstList(Mirror<TaskOrder> tasks) throws InterruptedException {
    while (!closed && !tasks.awaitReady(COMPARE_ANYWAY)) {
      log.atDebug().log("etcd has not listed the tasks yet");
    }
  }

  private <T> Mirror<T> mirror(Prefix<T> prefix) {
    return Mirror.start(
        etcd,
        prefix,
        Mirror.RELIST,
        new MirrorListener<>() {
          @Override
          public void put(Versioned<T> entry) {
            wake.release();
          }

          @Override
          public void removed(Versioned<T> last) {
            wake.release();
          }
        });
  }

  private void compare(List<Versioned<TaskOrder>> tasks, Mirror<StopOrder> stops) {
    Map<AttemptId, Versioned<TaskOrder>> standing = new HashMap<>();
    tasks.forEach(task -> standing.put(task.value().attempt(), task));
    for (Attempt attempt : attempts()) {
      Optional<Versioned<TaskOrder>> task =
          Optional.ofNullable(standing.get(attempt.id())).filter(attempt::isOf);
      if (task.isEmpty()) {
        attempt.taskGone();
        if (attempt.isOver()) {
          attempts.remove(attempt.id());
        }
      }
    }
    if (!takesNoMore) {
      for (Versioned<TaskOrder> task : tasks) {
        attempts.computeIfAbsent(task.value().attempt(), _ -> begin(task));
      }
    }
    for (Versioned<StopOrder> stop : stops.entries()) {
      Optional.ofNullable(attempts.get(FarmKeys.attemptOf(stop.key())))
          .ifPresent(attempt -> attempt.stop(stop.value()));
    }
  }

  private Attempt begin(Versioned<TaskOrder> task) {
    Optional<AttemptNotes> notes =
        inheritance.flatMap(one -> one.notes(task.value().attempt(), task.createRevision()));
    var attempt = new Attempt(task, notes, parts);
    attempt.start();
    return attempt;
  }
}
