package dev.hearth.agent.attempts;

import dev.hearth.protocol.AttemptOutcome;
import java.util.List;

/** What an attempt does on its host. Safe for use by many threads: each attempt has one. */
@FunctionalInterface
public interface AttemptPipeline {
  /**
   * Runs all stages of an attempt, and leaves nothing of it on the host, however it ends.
   *
   * @return what was pushed to staging
   * @throws dev.hearth.agent.StageFailure if a stage did not do its work
   * @throws InterruptedException if the attempt shall end
   */
  AttemptOutcome.Pushed run(RunningAttempt attempt) throws InterruptedException;

  /** Removes what earlier processes of this agent left on the host. */
  default void removeLeftovers() throws InterruptedException {}

  /** Stages that do nothing. */
  static AttemptPipeline nothing() {
    return attempt -> new AttemptOutcome.Pushed(List.of(), false);
  }
}
