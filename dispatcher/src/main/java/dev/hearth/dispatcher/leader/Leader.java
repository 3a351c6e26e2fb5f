package dev.hearth.dispatcher.leader;

import dev.hearth.dispatcher.farm.FarmView;
import dev.hearth.dispatcher.projects.Project;
import dev.hearth.dispatcher.queue.StopOrders;
import dev.hearth.protocol.BuildRecord;
import dev.hearth.protocol.BuildState;
import dev.hearth.protocol.ProjectId;
import dev.hearth.protocol.etcd.FarmKeys;
import dev.hearth.protocol.etcd.Fence;
import dev.hearth.protocol.etcd.KeyValues;
import dev.hearth.protocol.etcd.Leadership;
import dev.hearth.protocol.etcd.Versioned;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The leader's loop: whenever the farm changes, and every second, it decides what each build needs
 * and has that done, many at once. While this dispatcher does not lead it only waits.
 */
public final class Leader implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Leader.class);
  private static final Duration AT_LEAST_EVERY = Duration.ofSeconds(1);
  private static final int AT_ONCE = 64;

  private final FarmView view;
  private final Leadership leadership;
  private final Function<ProjectId, Optional<Project>> projects;
  private final Transitions transitions;
  private final Publisher publisher;
  private final Archiver archiver;
  private final Consumer<Duration> placed;
  private final Decisions decisions = new Decisions(LeaderTimes.DEFAULT);
  private final Clock clock;
  private final Semaphore changes = new Semaphore(0);
  private final Semaphore places = new Semaphore(AT_ONCE);
  private final UnderWay underWay = new UnderWay();
  private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
  private final Thread thread = Thread.ofVirtual().name("leader").unstarted(this::run);
  private volatile boolean closed;

  /**
   * @param registry where agents push, {@code host:port}
   * @param placed told of each placement, how long the build had waited; returns at once
   */
  public Leader(
      KeyValues etcd,
      FarmKeys keys,
      FarmView view,
      Leadership leadership,
      Function<ProjectId, Optional<Project>> projects,
      StopOrders stops,
      String registry,
      Publisher publisher,
      Archiver archiver,
      Consumer<Duration> placed,
      Clock clock) {
    this.view = view;
    this.leadership = leadership;
    this.projects = projects;
    this.transitions = new Transitions(etcd, keys, stops, registry, clock);
    this.publisher = publisher;
    this.archiver = archiver;
    this.placed = placed;
    this.clock = clock;
  }

  public void start() {
    thread.start();
  }

  /** Tells the loop that something changed; never blocks. */
  public void wake() {
    changes.release();
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    workers.shutdownNow();
  }

  private void run() {
    while (!closed) {
      try {
        if (changes.tryAcquire(AT_LEAST_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
          changes.drainPermits();
        }
        Optional<Fence> fence = leadership.fence();
        if (fence.isPresent()) {
          lead(fence.get());
        }
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        log.atError().setCause(e).log("the leader stumbled, goes on");
      }
    }
  }

  private void lead(Fence fence) throws InterruptedException {
    Instant now = clock.instant();
    for (Action action :
        decisions.decide(view.snapshot(), projects, build -> underWay.has(build, now), now)) {
      underWay.begin(action.build().value().id());
      boolean isShort = !(action instanceof Action.Publish);
      if (isShort) {
        places.acquire();
      }
      workers.execute(() -> work(action, fence, isShort));
    }
    underWay.sweep(now);
  }

  private void work(Action action, Fence fence, boolean isShort) {
    boolean changed = false;
    try {
      changed = carryOut(action, fence);
    } finally {
      if (changed) {
        underWay.changed(action.build(), clock.instant());
        wake();
      } else {
        underWay.failed(action.build().value().id(), clock.instant());
      }
      if (isShort) {
        places.release();
      }
    }
  }

  private boolean assign(Action.Assign action, Fence fence) {
    boolean done = transitions.assign(action, fence);
    if (done) {
      placed.accept(Duration.between(action.build().value().state().since(), clock.instant()));
    }
    return done;
  }

  private boolean carryOut(Action action, Fence fence) {
    try {
      return switch (action) {
        case Action.Assign assign -> assign(assign, fence);
        case Action.Settle settle -> transitions.settle(settle, fence);
        case Action.TakeBack takeBack -> transitions.takeBack(takeBack, fence);
        case Action.EndUnconfirmed end -> transitions.endUnconfirmed(end, fence);
        case Action.Stop stop -> transitions.stop(stop);
        case Action.Publish(Versioned<BuildRecord> build, BuildState.Pushed pushed) ->
            publisher.publish(build, pushed, fence);
        case Action.Archive(Versioned<BuildRecord> build) -> archiver.archive(build, fence);
      };
    } catch (RuntimeException e) {
      log.atWarn()
          .addKeyValue("build", action.build().value().id())
          .addKeyValue("action", action.getClass().getSimpleName())
          .addKeyValue("cause", e.getMessage())
          .log("could not be done now, is tried again");
      return false;
    }
  }
}
