package dev.hearth.protocol;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** A timed part of an attempt, in the order in which they run. */
public enum Stage {
  CHECKOUT,
  COMPILE,
  IMAGE,
  PUSH,
  /** Done by the dispatcher, after the attempt has ended. */
  PUBLISH;

  /** The name that people read and that is stored. */
  @JsonValue
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
