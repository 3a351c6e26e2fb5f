package dev.hearth.dispatcher;

/** What was asked for cannot be, and asking again will not help; the message is for who asked. */
public final class RefusedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Why it was refused: what a client must tell apart. */
  public enum Reason {
    /** The request itself is wrong. */
    INVALID,
    /** What it names does not exist. */
    ABSENT,
    /** Who asks may not do it. */
    FORBIDDEN,
    /** It contradicts how things stand. */
    CONFLICT,
    /** It is well formed, but what it points at (a Git host, a ref) is not as it must be. */
    IMPOSSIBLE,
    /** There are as many as there may be; later there may be fewer. */
    TOO_MANY
  }

  private final Reason reason;

  private RefusedException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public static RefusedException invalid(String message) {
    return new RefusedException(Reason.INVALID, message);
  }

  public static RefusedException absent(String message) {
    return new RefusedException(Reason.ABSENT, message);
  }

  public static RefusedException forbidden(String message) {
    return new RefusedException(Reason.FORBIDDEN, message);
  }

  public static RefusedException conflict(String message) {
    return new RefusedException(Reason.CONFLICT, message);
  }

  public static RefusedException impossible(String message) {
    return new RefusedException(Reason.IMPOSSIBLE, message);
  }

  public static RefusedException tooMany(String message) {
    return new RefusedException(Reason.TOO_MANY, message);
  }

  public Reason reason() {
    return reason;
  }
}
