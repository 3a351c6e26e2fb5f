package dev.hearth.agent.attempts;

/**
 * No lease, no effect: while this agent may have lost its lease, nothing of it has an effect. Then
 * another agent may be running the same build already.
 */
public interface EffectGate {
  /** Work that can be held in its midst. */
  interface Holdable {
    /** Called once, before the others: what has not begun can't be held. */
    void begin() throws InterruptedException;

    /** Called again until it does not throw. */
    void hold() throws InterruptedException;

    /** Called again until it does not throw. */
    void letGo() throws InterruptedException;
  }

  /** Work that is held while there is no lease, and goes on when there is one again. */
  <T> T holding(Holdable holdable, RunningAttempt.StageWork<T> work) throws InterruptedException;

  /** Work that is broken off when there is no lease, and done again when there is one. */
  <T> T repeating(RunningAttempt.StageWork<T> work) throws InterruptedException;
}
