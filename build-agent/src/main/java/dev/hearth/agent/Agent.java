package dev.hearth.agent;

import dev.hearth.agent.attempts.AttemptPipeline;
import dev.hearth.agent.attempts.LeaseGuard;
import dev.hearth.agent.attempts.TaskLoop;
import dev.hearth.agent.logs.AttemptLogs;
import dev.hearth.agent.registration.AgentProfile;
import dev.hearth.agent.registration.Registration;
import dev.hearth.agent.registration.StateDirectory;
import dev.hearth.agent.status.HostCondition;
import dev.hearth.agent.status.StatusBoard;
import dev.hearth.protocol.etcd.FarmKeys;
import dev.hearth.protocol.etcd.KeyValues;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One worker, from its registration to its end. Many of them can be in one process. */
public final class Agent implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Agent.class);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final StateDirectory state;
  private final Registration registration;
  private final StatusBoard status;
  private final TaskLoop tasks;
  private final LeaseGuard guard;
  private final AttemptPipeline pipeline;
  private final CompletableFuture<Void> ousted = new CompletableFuture<>();
  private final Thread preparation =
      Thread.ofVirtual().name("preparation").unstarted(this::prepare);
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
    this.pipeline = parts.pipeline;
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

  /** What earlier processes left is removed first: it may be of an attempt whose task stands. */
  private void prepare() {
    try {
      while (!removedLeftovers()) {
        Thread.sleep(PAUSE);
      }
      status.lookNow();
      tasks.start();
      guard.start();
    } catch (InterruptedException e) {
      log.atDebug().log("ends before it took a task");
    }
  }

  private boolean removedLeftovers() throws InterruptedException {
    try {
      pipeline.removeLeftovers();
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

  /** Takes no more tasks, ends what runs, as lost, and tells the farm that this agent is gone. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    preparation.interrupt();
    status.stopAccepting();
    tasks.close();
    guard.close();
    status.close();
    registration.close();
    state.close();
  }
}
