package dev.hearth.dispatcher.sql;

/** Another project has the name, or one of the registry's repositories, that this one wants. */
public final class ProjectConflictException extends RuntimeException {
  ProjectConflictException(String sentence) {
    super(sentence);
  }
}
