package dev.hearth.dispatcher.leader;

import dev.hearth.protocol.AgentId;
import dev.hearth.protocol.AttemptRecord;
import dev.hearth.protocol.etcd.Versioned;
import java.time.Duration;

/** By what an attempt is known to be lost: compared again when it is taken back. */
sealed interface Loss {
  /** One sentence. */
  String reason();

  /** Whether it counts toward the attempts that a build gets. */
  default boolean counts() {
    return switch (this) {
      case AgentGone _, Told _, TaskGone _ -> true;
      case NotClaimed _ -> false;
    };
  }

  /** The agent's key is gone: its lease has ended. */
  record AgentGone(AgentId agent) implements Loss {
    @Override
    public String reason() {
      return "agent " + agent + " is gone: it did not renew its lease";
    }
  }

  /** The agent said so. */
  record Told(Versioned<AttemptRecord> attempt, String reason) implements Loss {}

  /** The task was taken away by another hand than the farm's: its agent has let the attempt go. */
  record TaskGone(AgentId agent) implements Loss {
    @Override
    public String reason() {
      return "its task under agent " + agent + " is gone: somebody deleted the key";
    }
  }

  /** The agent did not take the task. */
  record NotClaimed(AgentId agent, Duration waited) implements Loss {
    @Override
    public String reason() {
      return "agent " + agent + " did not claim the task within " + waited.toSeconds() + " s";
    }
  }
}
