package dev.hearth.agent.attempts;

import dev.hearth.agent.logs.AttemptLog;
import dev.hearth.protocol.Stage;
import dev.hearth.protocol.TaskOrder;

/** What a pipeline is given of an attempt. */
public interface RunningAttempt {
  TaskOrder task();

  AttemptLog log();

  /** What an earlier process has done of it, and what a next one must know. */
  Notebook notebook();

  /** Whether the attempt goes on in another process: then what it has on this host stays. */
  boolean isLeft();

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
