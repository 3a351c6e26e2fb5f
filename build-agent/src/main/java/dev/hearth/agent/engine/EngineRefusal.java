package dev.hearth.agent.engine;

/** The engine answered a request of our own with an error, in its own words. */
public final class EngineRefusal extends RuntimeException {
  private final int status;

  EngineRefusal(int status, String message) {
    super(message);
    this.status = status;
  }

  /** The HTTP status; 0 when the error came in the middle of an answer. */
  public int status() {
    return status;
  }

  /** The engine's own words. */
  public String words() {
    String message = getMessage();
    return message == null ? "status " + status : message;
  }
}
