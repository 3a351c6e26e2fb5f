package dev.hearth.agent;

import dev.hearth.protocol.FailureKind;
import org.jspecify.annotations.Nullable;

/** Ends a stage: who must act, and one sentence that stands in the build. */
public final class StageFailure extends RuntimeException {
  private final FailureKind kind;
  private final Fate fate;

  private enum Fate {
    FAILED,
    LOST,
    AWAY
  }

  public StageFailure(FailureKind kind, String sentence) {
    this(kind, Fate.FAILED, sentence, null);
  }

  public StageFailure(FailureKind kind, String sentence, Throwable cause) {
    this(kind, Fate.FAILED, sentence, cause);
  }

  private StageFailure(FailureKind kind, Fate fate, String sentence, @Nullable Throwable cause) {
    super(sentence, cause);
    this.kind = kind;
    this.fate = fate;
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

  /** What ran is gone, or cannot run on this host: the same build may succeed elsewhere. */
  public static StageFailure lost(String sentence) {
    return new StageFailure(FailureKind.INFRASTRUCTURE, Fate.LOST, sentence, null);
  }

  /** See {@link #lost(String)}. */
  public static StageFailure lost(String sentence, Throwable cause) {
    return new StageFailure(FailureKind.INFRASTRUCTURE, Fate.LOST, sentence, cause);
  }

  /**
   * As {@link #lost(String)}, because an engine, a registry or a Git host did not answer: what can
   * be done twice may succeed here a moment later.
   */
  public static StageFailure away(String sentence, Throwable cause) {
    return new StageFailure(FailureKind.INFRASTRUCTURE, Fate.AWAY, sentence, cause);
  }

  /** The same, where what was done must not be done again here. */
  public StageFailure forGood() {
    return isAway() ? lost(sentence(), this) : this;
  }

  public FailureKind kind() {
    return kind;
  }

  /** Whether the attempt is lost rather than failed, so that the build may run again. */
  public boolean lost() {
    return fate != Fate.FAILED;
  }

  /** See {@link #away}. */
  public boolean isAway() {
    return fate == Fate.AWAY;
  }

  /** What was tried, what was wrong, what to do; shown to people. */
  public String sentence() {
    String message = getMessage();
    return message == null ? kind.word() : message;
  }
}
