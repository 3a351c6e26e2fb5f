package dev.hearth.dispatcher.doorman;

import dev.hearth.protocol.AgentId;
import dev.hearth.protocol.AttemptId;
import dev.hearth.protocol.ProjectId;
import java.util.Optional;

/** Which attempts are their builds' now. */
@FunctionalInterface
public interface RunningAttempts {
  /** Who runs an attempt, and for which project. */
  record Running(AgentId agent, ProjectId project) {}

  /**
   * As it stands in etcd at this moment; empty if the attempt was never given, is lost, or has
   * ended.
   *
   * @throws dev.hearth.dispatcher.UnavailableException while etcd does not answer
   */
  Optional<Running> find(AttemptId attempt);
}
