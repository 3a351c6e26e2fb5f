package dev.hearth.dispatcher.doorman;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What can be done with a repository of the registry. */
public enum RegistryAction {
  PULL,
  PUSH,
  DELETE;

  /** As tokens have it: {@code pull}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<RegistryAction> find(String word) {
    return Stream.of(values()).filter(one -> one.word().equals(word)).findFirst();
  }
}
