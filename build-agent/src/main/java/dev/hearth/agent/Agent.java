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

/** One worker, from its registration to its end. Many of them can be in one process. */
public final class Agent implements AutoCloseable {
  private final StateDirectory state;
  private final Registration registration;
  private final StatusBoard status;
  private final TaskLoop tasks;
  private final LeaseGuard guard;
  private final AttemptPipeline pipeline;
  private final CompletableFuture<Void> ousted = new CompletableFuture<>();

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
    pipeline.removeLeftovers();
    tasks.start();
    guard.start();
  }

  /** Completes when another process has registered under this agent's name: this one must end. */
  public CompletableFuture<Void> ousted() {
    return ousted.copy();
  }

  /** Takes no more tasks, ends what runs, as lost, and tells the farm that this agent is gone. */
  @Override
  public void close() {
    status.stopAccepting();
    tasks.close();
    guard.close();
    status.close();
    registration.close();
    state.close();
  }
}
