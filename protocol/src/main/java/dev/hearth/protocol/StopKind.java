package dev.hearth.protocol;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What a stopped build is called at its end. */
public enum StopKind {
  CANCELLED,
  SUPERSEDED,
  TIMED_OUT;

  @JsonValue
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
