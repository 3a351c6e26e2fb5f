package dev.hearth.dispatcher.leader;

import dev.hearth.dispatcher.farm.FarmView;
import dev.hearth.dispatcher.projects.ProjectTable;
import dev.hearth.dispatcher.queue.StopOrders;
import dev.hearth.dispatcher.quotas.Quotas;
import dev.hearth.protocol.etcd.FarmKeys;
import dev.hearth.protocol.etcd.Fence;
import dev.hearth.protocol.etcd.KeyValues;
import dev.hearth.protocol.etcd.Leadership;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The leader's loop: whenever the farm changes, and every second, it decides what each build needs
 * and has that done, many at once. While this dispatcher does not lead it only waits.
 */
public final class Leader implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Leader.class);
  private static final Duration AT_LEAST_EVERY = Duration.ofSeconds(1);
  private static final Duration WORTH_A_REST = Duration.ofMillis(2);
  private static final Duration LONGEST_REST = Duration.ofMillis(20);
  private static final int AT_ONCE = 64;

  /** So many builds are published at once: what the registry answers well, also after an outage. */
  private static final int PUBLISHED_AT_ONCE = 16;

  private final FarmView view;
  private final Leadership leadership;
  private final Supplier<Duration> steady;
  private final Rounds rounds;
  private final Consumer<Duration> decided;
  private final Semaphore changes = new Semaphore(0);
  private final Semaphore places = new Semaphore(AT_ONCE);
  private final Semaphore publishing = new Semaphore(PUBLISHED_AT_ONCE);
  private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
  private final Thread thread = Thread.ofVirtual().name("leader").unstarted(this::run);
  private volatile boolean closed;
  private @Nullable Fence listedUnder;

  /**
   * @param steady how long etcd has answered without a gap, zero in one; never blocks
   * @param quotas as they are known; never blocks
   * @param registry where agents push, {@code host:port}
   * @param placed told of each placement, how long the build had waited; returns at once
   * @param decided told how long it took to decide what all builds need; returns at once
   */
  public Leader(
      KeyValues etcd,
      FarmKeys keys,
      FarmView view,
      Leadership leadership,
      Supplier<Duration> steady,
      ProjectTable projects,
      Supplier<Quotas> quotas,
      StopOrders stops,
      String registry,
      Publisher publisher,
      Archiver archiver,
      Consumer<Duration> placed,
      Consumer<Duration> decided,
      Clock clock) {
    this.decided = decided;
    this.view = view;
    this.leadership = leadership;
    this.steady = steady;
    this.rounds =
        new Rounds(
            new Transitions(etcd, keys, stops, registry, clock),
            projects,
            quotas,
            publisher,
            archiver,
            placed,
            clock);
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
        if (fence.isPresent() && steady.get().isPositive()) {
          long began = System.nanoTime();
          lead(fence.get());
          rest(Duration.ofNanos(System.nanoTime() - began));
        } else {
          rounds.standDown();
        }
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        log.atError().setCause(e).log("the leader stumbled, goes on");
      }
    }
  }

  /** With a long queue each change would keep a core busy: as long as it took, the loop rests. */
  private static void rest(Duration took) throws InterruptedException {
    if (took.compareTo(WORTH_A_REST) > 0) {
      Thread.sleep(took.compareTo(LONGEST_REST) < 0 ? took : LONGEST_REST);
    }
  }

  private void lead(Fence fence) throws InterruptedException {
    if (!fence.equals(listedUnder)) {
      listedUnder = fence;
      view.listAgain();
    }
    long began = System.nanoTime();
    List<Action> actions = rounds.begin(view.snapshot(), fence, steady.get());
    decided.accept(Duration.ofNanos(System.nanoTime() - began));
    for (Action action : actions) {
      boolean isShort = !(action instanceof Action.Publish);
      if (isShort) {
        places.acquire();
      }
      workers.execute(() -> work(action, fence, isShort ? places : publishing, isShort));
    }
  }

  /**
   * @param taken whether the place was taken before: what takes long waits for its place on its own
   *     thread, and does not hold up the rest
   */
  private void work(Action action, Fence fence, Semaphore place, boolean taken) {
    if (!taken) {
      place.acquireUninterruptibly();
    }
    try {
      if (rounds.work(action, fence)) {
        wake();
      }
    } finally {
      place.release();
    }
  }
}
