package dev.hearth.agent;

import dev.hearth.agent.attempts.AttemptFiles;
import dev.hearth.agent.attempts.AttemptPipeline;
import dev.hearth.agent.attempts.Inheritance;
import dev.hearth.agent.attempts.LeaseGuard;
import dev.hearth.agent.attempts.TaskLoop;
import dev.hearth.agent.logs.AttemptLogs;
import dev.hearth.agent.registration.AgentProfile;
import dev.hearth.agent.registration.Registration;
import dev.hearth.agent.registration.StateDirectory;
import dev.hearth.agent.status.HostCondition;
import dev.hearth.agent.status.StatusBoard;
import dev.hearth.protocol.etcd.EtcdUnavailableException;
import dev.hearth.protocol.etcd.FarmKeys;
import dev.hearth.protocol.etcd.KeyValues;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One worker, from its registration to its end. Many of them can be in one process. */
public final class Agent implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Agent.class);
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final Duration LOOK = Duration.ofMillis(100);
  private static final Duration GOODBYE = Duration.ofSeconds(5);
  private static final String HANDS_OVER = "this agent has handed over to its next process";

  private final StateDirectory state;
  private final Registration registration;
  private final StatusBoard status;
  private final TaskLoop tasks;
  private final LeaseGuard guard;
  private final CompletableFuture<Void> ousted = new CompletableFuture<>();
  private final Thread preparation =
      Thread.ofVirtual().name("preparation").unstarted(this::prepare);
  private final AttemptFiles files;
  private final Parts parts;
  private boolean closed;

  /** What an agent stands on. */
  public record Parts(
      KeyValues etcd,
      FarmKeys keys,
      AttemptPipeline pipeline,
      AttemptLogs logs,
      HostCondition host,
      Clock clock) {}

  /**
   * @param state held until {@link #close}
   * @param cutOffKill how long attempts are held while etcd does not answer
   */
  public Agent(AgentProfile profile, StateDirectory state, Duration cutOffKill, Parts parts) {
    this.state = state;
    this.parts = parts;
    this.files = new AttemptFiles(state.attempts());
    this.status = new StatusBoard(parts.etcd, parts.keys, parts.host);
    this.registration =
        new Registration(
            parts.etcd, parts.keys, profile, status::current, state, () -> ousted.complete(null));
    this.tasks =
        new TaskLoop(
            parts.etcd,
            parts.keys,
            registration,
            parts.pipeline,
            parts.logs,
            files,
            profile.slots(),
            parts.clock);
    this.guard = new LeaseGuard(registration, tasks, cutOffKill);
  }

  /**
   * Registers, and takes tasks from then on. Returns when the farm knows this agent.
   *
   * @throws dev.hearth.agent.registration.RegistrationRefusedException if another agent has the
   *     name and stays
   */
  public void start() throws InterruptedException {
    status.start(registration);
    registration.register();
    preparation.start();
  }

  /**
   * What earlier processes left and what goes on no more is removed first: it may be of an attempt
   * whose task stands.
   */
  private void prepare() {
    try {
      Optional<Inheritance> inherited = Optional.empty();
      while (inherited.isEmpty()) {
        inherited = inherit();
      }
      parts.logs.deliverLeftovers(inherited.get().logging());
      while (!prepared(inherited.get())) {
        Thread.sleep(PAUSE);
      }
      status.lookNow();
      tasks.start(inherited.get());
      guard.start();
    } catch (InterruptedException e) {
      log.atDebug().log("ends before it took a task");
    }
  }

  private Optional<Inheritance> inherit() throws InterruptedException {
    try {
      return Optional.of(Inheritance.take(parts.etcd, parts.keys, registration.agent(), files));
    } catch (EtcdUnavailableException e) {
      log.atWarn().addKeyValue("cause", e.getMessage()).log("can't see now what goes on here");
      Thread.sleep(PAUSE);
      return Optional.empty();
    }
  }

  private boolean prepared(Inheritance inherited) throws InterruptedException {
    try {
      parts.pipeline.prepare(inherited.goingOn());
      return true;
    } catch (RuntimeException e) {
      log.atWarn().addKeyValue("cause", e.getMessage()).log("this host can't be prepared now");
      return false;
    }
  }

  /** Completes when another process has registered under this agent's name: this one must end. */
  public CompletableFuture<Void> ousted() {
    return ousted.copy();
  }

  /**
   * Takes no more tasks, and waits for those that run.
   *
   * @return whether all have ended; else the time was over
   * @throws InterruptedException at once
   */
  public boolean finish(Duration atMost) throws InterruptedException {
    status.stopAccepting("this agent finishes what runs here, and ends then");
    tasks.takeNoMore();
    long giveUp = System.nanoTime() + atMost.toNanos();
    while (!tasks.isIdle()) {
      if (System.nanoTime() > giveUp) {
        return false;
      }
      Thread.sleep(LOOK);
    }
    return true;
  }

  /**
   * Takes no more tasks, and leaves what runs and its place in the farm to the next process on this
   * state directory.
   */
  public synchronized void handOver() {
    if (closed) {
      return;
    }
    closed = true;
    stopPreparing();
    status.stopAccepting(HANDS_OVER);
    tasks.handOver();
    guard.close();
    status.close();
    boolean done = registration.handOver(status.last(HANDS_OVER));
    state.close();
    log.atInfo().addKeyValue("done", done).log("handed over");
  }

  /** Whether the farm surely takes this agent for there. */
  public boolean isRegistered() {
    return registration.remaining().isPositive();
  }

  /** Takes no more tasks, ends what runs, as lost, and tells the farm that this agent is gone. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    stopPreparing();
    status.stopAccepting("this agent is being stopped");
    tasks.close();
    guard.close();
    status.close();
    registration.close();
    state.close();
  }

  /** Joined, so that no attempt is begun afterwards. */
  private void stopPreparing() {
    preparation.interrupt();
    if (preparation.getState() == Thread.State.NEW) {
      return;
    }
    try {
      preparation.join(GOODBYE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
