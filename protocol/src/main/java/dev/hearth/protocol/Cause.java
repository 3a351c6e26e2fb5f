package dev.hearth.protocol;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/**
 * Why a build was asked for. Push, reconciled and scheduled are one kind; manual is never
 * deduplicated.
 */
public enum Cause {
  PUSH,
  /** A hook that never came: found by comparing heads. */
  RECONCILED,
  /** By the clock: not made by anybody yet, but kept free for it in records and the API. */
  SCHEDULED,
  MANUAL;

  @JsonValue
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
