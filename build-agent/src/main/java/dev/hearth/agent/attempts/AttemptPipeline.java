package dev.hearth.agent.attempts;

import dev.hearth.protocol.AttemptOutcome;
import java.util.List;

/** What an attempt does on its host. Safe for use by many threads: each attempt has one. */
@FunctionalInterface
public interface AttemptPipeline {
  /**
   * Runs the stages of an attempt that its notes do not show as done, and leaves nothing of it on
   * the host, however it ends; unless it is left to another process.
   *
   * @return what was pushed to staging
   * @throws dev.hearth.agent.StageFailure if a stage did not do its work
   * @throws InterruptedException if the attempt shall end
   */
  AttemptOutcome.Pushed run(RunningAttempt attempt) throws InterruptedException;

  /**
   * Removes what earlier processes of this agent left on the host, and takes over what goes on.
   * Each attempt that goes on is run afterwards, or abandoned. Called again where it throws.
   */
  default void prepare(List<Inheritance.Inherited> goingOn) throws InterruptedException {}

  /** Removes what an attempt that was to go on has on the host. */
  default void abandon(AttemptNotes notes) {}

  /** Stages that do nothing. */
  static AttemptPipeline nothing() {
    return attempt -> new AttemptOutcome.Pushed(List.of(), false);
  }
}
