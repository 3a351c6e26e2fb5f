package dev.hearth.agent.joining;

import org.jspecify.annotations.Nullable;

/** This host could not join; the message is for its operator. */
public final class JoinFailedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  JoinFailedException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
