package dev.hearth.dispatcher.agents;

import dev.hearth.protocol.AgentId;
import dev.hearth.protocol.AttemptId;
import dev.hearth.protocol.TaskOrder;
import java.util.Optional;

/** Which tasks stand under which agent's key. */
public interface StandingTasks {
  /**
   * The task of this attempt if it stands under this agent now. An answer may be as old as the
   * mirror that it comes from, but a task that is not in the mirror yet is looked up in etcd: an
   * agent asks within a millisecond of its placing.
   *
   * @throws dev.hearth.dispatcher.UnavailableException while etcd does not answer
   */
  Optional<TaskOrder> standing(AgentId agent, AttemptId attempt);
}
