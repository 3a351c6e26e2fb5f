package dev.hearth.gitclient;

import dev.hearth.protocol.FailureKind;
import org.jspecify.annotations.Nullable;

/**
 * A Git host could not be talked to. The message is the second half of a sentence, what was wrong
 * and what to do about it; "tried to … but " stands before it, for only the caller knows what for.
 */
public final class GitHostException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final FailureKind kind;

  private GitHostException(FailureKind kind, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  static GitHostException user(String message) {
    return new GitHostException(FailureKind.USER, message, null);
  }

  static GitHostException user(String message, Throwable cause) {
    return new GitHostException(FailureKind.USER, message, cause);
  }

  static GitHostException infrastructure(String message) {
    return new GitHostException(FailureKind.INFRASTRUCTURE, message, null);
  }

  static GitHostException infrastructure(String message, Throwable cause) {
    return new GitHostException(FailureKind.INFRASTRUCTURE, message, cause);
  }

  /** Who must act. */
  public FailureKind kind() {
    return kind;
  }

  /** {@code tried to {what} but {what was wrong; what to do}}. */
  public String sentence(String what) {
    return "tried to " + what + " but " + getMessage();
  }
}
