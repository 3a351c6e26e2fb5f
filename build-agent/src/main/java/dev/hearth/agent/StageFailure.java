package dev.hearth.agent;

import dev.hearth.protocol.FailureKind;

/** Ends a stage: who must act, and one sentence that stands in the build. */
public final class StageFailure extends RuntimeException {
  private final FailureKind kind;

  public StageFailure(FailureKind kind, String sentence) {
    super(sentence);
    this.kind = kind;
  }

  public StageFailure(FailureKind kind, String sentence, Throwable cause) {
    super(sentence, cause);
    this.kind = kind;
  }

  public static StageFailure user(String sentence) {
    return new StageFailure(FailureKind.USER, sentence);
  }

  public static StageFailure infrastructure(String sentence) {
    return new StageFailure(FailureKind.INFRASTRUCTURE, sentence);
  }

  public static StageFailure infrastructure(String sentence, Throwable cause) {
    return new StageFailure(FailureKind.INFRASTRUCTURE, sentence, cause);
  }

  public FailureKind kind() {
    return kind;
  }

  /** What was tried, what was wrong, what to do; shown to people. */
  public String sentence() {
    String message = getMessage();
    return message == null ? kind.word() : message;
  }
}
