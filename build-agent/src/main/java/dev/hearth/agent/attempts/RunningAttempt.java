package dev.hearth.agent.attempts;

import dev.hearth.agent.logs.AttemptLog;
import dev.hearth.protocol.Stage;
import dev.hearth.protocol.TaskOrder;

/** What a pipeline is given of an attempt. */
public interface RunningAttempt {
  TaskOrder task();

  AttemptLog log();

  /** Asked before and during whatever the world outside of this host can see. */
  EffectGate effects();

  /** Runs a stage: timed, in the build's record and in its log. */
  <T> T at(Stage stage, StageWork<T> work) throws InterruptedException;

  /** What a stage does. */
  @FunctionalInterface
  interface StageWork<T> {
    T run() throws InterruptedException;
  }
}
