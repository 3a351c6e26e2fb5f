package dev.hearth.agent.pipeline;

import dev.hearth.protocol.ProjectId;
import java.io.IOException;
import java.util.Set;

/** Knows which projects there are. */
@FunctionalInterface
public interface KnownProjects {
  /**
   * Which of these have been deleted.
   *
   * @throws IOException if nobody knows now
   */
  Set<ProjectId> deleted(Set<ProjectId> among) throws IOException, InterruptedException;
}
