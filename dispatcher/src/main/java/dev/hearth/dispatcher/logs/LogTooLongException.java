package dev.hearth.dispatcher.logs;

import dev.hearth.protocol.AttemptId;

/** A log passed the store's own bound, which its agent should have kept. */
public final class LogTooLongException extends RuntimeException {
  LogTooLongException(AttemptId attempt, long most) {
    super(
        "tried to keep more of the log of attempt "
            + attempt
            + " but "
            + most
            + " bytes are the most; let the build print less");
  }
}
