package dev.hearth.dispatcher.people;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The kinds of things that have members, settings and an activity trail. */
public enum Kind {
  FARM,
  GROUP,
  PROJECT,
  REPOSITORY;

  /** As it is written in JSON, SQL and addresses: {@code project}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<Kind> find(String word) {
    return Stream.of(values()).filter(kind -> kind.word().equals(word)).findFirst();
  }
}
