package dev.hearth.dispatcher.logs;

import java.io.IOException;

/** The log store failed: try later. */
public final class LogStoreException extends RuntimeException {
  LogStoreException(String what, IOException cause) {
    super("tried to " + what + " but " + cause + "; see whether the disk is full", cause);
  }
}
