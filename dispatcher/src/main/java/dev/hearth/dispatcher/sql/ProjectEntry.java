package dev.hearth.dispatcher.sql;

import dev.hearth.dispatcher.projects.GitUrls;
import dev.hearth.dispatcher.projects.Project;
import dev.hearth.dispatcher.projects.ProjectSecrets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A project with all that is stored of it.
 *
 * @param gitHost where the repository is known by {@code gitHostProject}; null until a hook told
 * @param gitHostProject the Git host's own id of the repository; null until a hook told
 */
public record ProjectEntry(
    Project project,
    ProjectSecrets secrets,
    @Nullable String gitHost,
    @Nullable String gitHostProject,
    Instant createdAt,
    Instant changedAt) {
  /** Host and path of the Git URL, normalised. */
  public String gitKey() {
    return GitUrls.key(project.gitUrl());
  }

  /** Another state of the same project; what the Git host calls it is forgotten with its URL. */
  public ProjectEntry with(Project next, ProjectSecrets nextSecrets) {
    boolean sameUrl = GitUrls.key(next.gitUrl()).equals(gitKey());
    return new ProjectEntry(
        next,
        nextSecrets,
        sameUrl ? gitHost : null,
        sameUrl ? gitHostProject : null,
        createdAt,
        changedAt);
  }

  public ProjectEntry knownTo(String host, String hostProject) {
    return new ProjectEntry(project, secrets, host, hostProject, createdAt, changedAt);
  }

  ProjectEntry changed(Instant at) {
    return new ProjectEntry(project, secrets, gitHost, gitHostProject, createdAt, at);
  }
}
