package dev.hearth.dispatcher.people;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What somebody is on a group, a project or an image repository, from least to most; the names are
 * GitLab's. A role is inherited by what lies below, and the highest counts.
 */
public enum Role {
  GUEST,
  REPORTER,
  DEVELOPER,
  MASTER,
  OWNER;

  /** As it is written in JSON, SQL and commands: {@code guest}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** As it is shown: {@code Guest}. */
  public String title() {
    return name().charAt(0) + word().substring(1);
  }

  public boolean atLeast(Role other) {
    return compareTo(other) >= 0;
  }

  public static Optional<Role> find(String word) {
    return Stream.of(values()).filter(role -> role.word().equals(word)).findFirst();
  }
}
