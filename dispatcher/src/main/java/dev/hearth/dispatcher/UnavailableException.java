package dev.hearth.dispatcher;

/**
 * etcd, the database or another part of the farm does not answer; nothing was changed in part.
 * Whoever asked may ask again.
 */
public final class UnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public UnavailableException(String message) {
    super(message);
  }

  public UnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
