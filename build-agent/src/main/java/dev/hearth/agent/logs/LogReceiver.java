package dev.hearth.agent.logs;

import dev.hearth.protocol.AttemptId;
import java.io.IOException;

/** Takes logs piece by piece: the dispatcher. Safe for use by many threads. */
@FunctionalInterface
public interface LogReceiver {
  /**
   * Sends a piece that begins at an offset.
   *
   * @return how many bytes from 0 are durably held: send on from there
   * @throws UnwantedLogException if it will never be taken
   * @throws IOException if it was not taken now, or nobody answered
   */
  long put(AttemptId attempt, long offset, byte[] piece) throws IOException, InterruptedException;
}
