package dev.hearth.dispatcher.projects;

import java.util.List;

/** A project breaks rules; tells all of them together. */
public final class InvalidProjectException extends RuntimeException {
  private final transient List<String> problems;

  public InvalidProjectException(List<String> problems) {
    super("the project was refused: " + String.join("; ", problems));
    this.problems = List.copyOf(problems);
  }

  /** One clause for each, at least one. */
  public List<String> problems() {
    return problems;
  }
}
