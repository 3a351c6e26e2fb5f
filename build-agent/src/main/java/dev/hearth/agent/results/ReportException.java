package dev.hearth.agent.results;

import java.io.IOException;

/** A report that is left out: why, as the end of a sentence about it. */
final class ReportException extends IOException {
  private static final long serialVersionUID = 1;

  ReportException(String why) {
    super(why);
  }

  ReportException(String why, Throwable cause) {
    super(why, cause);
  }

  String why() {
    return String.valueOf(getMessage());
  }
}
