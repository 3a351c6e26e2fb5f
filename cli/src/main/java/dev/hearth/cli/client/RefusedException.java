package dev.hearth.cli.client;

import dev.hearth.cli.terminal.CommandFailure;

/** The farm answered, and said no; the sentence is the farm's own. */
public final class RefusedException extends CommandFailure {
  private static final long serialVersionUID = 1;

  private final int status;

  public RefusedException(int status, String sentence) {
    super(sentence);
    this.status = status;
  }

  /** HTTP's. */
  public int status() {
    return status;
  }

  /** Whether the same request may be answered later: what the farm needs does not answer now. */
  public boolean passes() {
    return status == 502 || status == 503 || status == 504 || status == 429;
  }
}
