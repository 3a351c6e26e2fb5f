package dev.hearth.agent.secrets;

import dev.hearth.protocol.AttemptId;

/** Where an attempt's secrets come from. */
@FunctionalInterface
public interface SecretsSource {
  /**
   * @throws dev.hearth.agent.StageFailure if they are not given, or nobody answered for some time
   */
  AttemptSecrets fetch(AttemptId attempt) throws InterruptedException;
}
