package dev.hearth.dispatcher.sql;

import dev.hearth.protocol.ProjectId;

/** There is no project with this id, or no longer. */
public final class UnknownProjectException extends RuntimeException {
  UnknownProjectException(ProjectId id) {
    super("there is no project " + id + "; it may have been deleted");
  }
}
