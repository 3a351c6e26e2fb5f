package dev.hearth.dispatcher.projects;

import java.util.ArrayList;
import java.util.List;

/** What is wrong with a project, collected so that all can be told at once. Not thread-safe. */
final class Problems {
  private final List<String> clauses = new ArrayList<>();

  void add(String clause) {
    if (!clauses.contains(clause)) {
      clauses.add(clause);
    }
  }

  /**
   * @throws InvalidProjectException if there are any
   */
  void refuse() {
    if (!clauses.isEmpty()) {
      throw new InvalidProjectException(clauses);
    }
  }

  /** A value of the user's as it may be shown: short, and without control characters. */
  static String shown(String value) {
    String plain = value.replaceAll("\\p{Cntrl}", "?");
    return "'" + (plain.length() > 80 ? plain.substring(0, 80) + "…" : plain) + "'";
  }
}
