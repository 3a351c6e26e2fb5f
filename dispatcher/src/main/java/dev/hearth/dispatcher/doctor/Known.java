package dev.hearth.dispatcher.doctor;

import dev.hearth.protocol.BuildId;
import dev.hearth.protocol.ProjectId;

/** What SQL knows. Methods throw {@link dev.hearth.dispatcher.sql.DatabaseDownException}. */
public interface Known {
  /** Whether there is such a project, as SQL has it now. */
  boolean project(ProjectId project);

  /** Whether the build has ended and is in the archive. */
  boolean archived(BuildId build);

  /** The number of the project's newest ended build; 0 for none. */
  long lastNumber(ProjectId project);
}
