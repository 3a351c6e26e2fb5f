package dev.hearth.dispatcher.api;

import dev.hearth.protocol.AttemptId;
import dev.hearth.protocol.BuildState;

/**
 * The log of one attempt, as its build knows of it.
 *
 * @param over whether the attempt has ended
 * @param told how long its agent said the log is; 0 if nobody said
 */
public record AttemptLog(AttemptId attempt, boolean over, long told) {
  public static AttemptLog of(BuildView build, int number) {
    AttemptId attempt = new AttemptId(build.record().id(), number);
    boolean newest = number == build.record().attempts();
    boolean runs =
        build.record().state() instanceof BuildState.Assigned assigned
            && assigned.attempt().equals(attempt);
    return new AttemptLog(attempt, !runs, newest ? build.logLength() : 0);
  }

  /** How many bytes are missing at the end, when so many are held; known once it is over. */
  public long missing(long held) {
    return over ? Math.max(0, told - held) : 0;
  }
}
