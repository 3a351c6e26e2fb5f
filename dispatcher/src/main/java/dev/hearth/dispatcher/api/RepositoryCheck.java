package dev.hearth.dispatcher.api;

import dev.hearth.dispatcher.projects.Project;
import dev.hearth.dispatcher.projects.ProjectSecrets;
import dev.hearth.dispatcher.queue.RemoteRefs;

/** Asks a repository by secrets that are not stored yet. */
@FunctionalInterface
public interface RepositoryCheck {
  /**
   * Asks the Git host; takes some seconds at most.
   *
   * @throws dev.hearth.dispatcher.RefusedException {@code IMPOSSIBLE} if it does not answer, or not
   *     to us
   */
  RemoteRefs.Refs ask(Project project, ProjectSecrets secrets);
}
