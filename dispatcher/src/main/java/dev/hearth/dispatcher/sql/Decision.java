package dev.hearth.dispatcher.sql;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What became of a delivery. */
public enum Decision {
  /** It made builds. */
  BUILT,
  /** It asked for what had been asked for: the builds are the same. */
  DUPLICATE,
  /** A newer head was there before it: its build ended at once. */
  SUPERSEDED,
  /** It was understood, and asked for nothing that is built. */
  FILTERED,
  /** Nobody may send it, or it could not be understood. */
  REFUSED;

  @JsonValue
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<Decision> find(String word) {
    return Arrays.stream(values()).filter(one -> one.word().equals(word)).findFirst();
  }
}
