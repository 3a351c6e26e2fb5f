package dev.hearth.agent.logs;

import java.io.IOException;

/** A log's receiver will never take it: sending it again is of no use. */
public final class UnwantedLogException extends IOException {
  private static final long serialVersionUID = 1;

  public UnwantedLogException(String message) {
    super(message);
  }
}
