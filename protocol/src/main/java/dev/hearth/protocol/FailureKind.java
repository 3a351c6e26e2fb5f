package dev.hearth.protocol;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Who must act on a failure. */
public enum FailureKind {
  /** The repository or the project's settings: whoever pushed. */
  USER,
  /**
   * The farm: its operators. Where it struck an attempt before anything moved, the build runs
   * again.
   */
  INFRASTRUCTURE,
  /** A bound on time or size was reached. */
  TIMEOUT;

  @JsonValue
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
