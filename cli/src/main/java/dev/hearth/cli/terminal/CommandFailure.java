package dev.hearth.cli.terminal;

import org.jspecify.annotations.Nullable;

/** A command could not do what it was asked. Its message is all that is shown: one sentence. */
public class CommandFailure extends RuntimeException {
  private static final long serialVersionUID = 1;

  public CommandFailure(String sentence) {
    super(sentence);
  }

  public CommandFailure(String sentence, @Nullable Throwable cause) {
    super(sentence, cause);
  }

  /** The sentence. */
  public String sentence() {
    return String.valueOf(getMessage());
  }
}
