package dev.hearth.dispatcher.announcements;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** How an announcement is drawn. */
public enum Severity {
  INFO,
  WARNING;

  /** As it is written in JSON, SQL and addresses: {@code warning}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<Severity> find(String word) {
    return Stream.of(values()).filter(one -> one.word().equals(word)).findFirst();
  }
}
