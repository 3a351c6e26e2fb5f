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
  private final boolean away;

  private GitHostException(
      FailureKind kind, boolean away, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
    this.away = away;
  }

  static GitHostException user(String message) {
    return new GitHostException(FailureKind.USER, false, message, null);
  }

  static GitHostException user(String message, Throwable cause) {
    return new GitHostException(FailureKind.USER, false, message, cause);
  }

  static GitHostException infrastructure(String message) {
    return new GitHostException(FailureKind.INFRASTRUCTURE, false, message, null);
  }

  static GitHostException infrastructure(String message, Throwable cause) {
    return new GitHostException(FailureKind.INFRASTRUCTURE, false, message, cause);
  }

  /** The host, or the way to it, is not there just now. */
  static GitHostException away(String message, Throwable cause) {
    return new GitHostException(FailureKind.INFRASTRUCTURE, true, message, cause);
  }

  /** Whether the same may succeed a moment later, or from another place. */
  public boolean isAway() {
    return away;
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
