package dev.hearth.dispatcher.hooks;

import dev.hearth.dispatcher.sql.ProjectEntry;
import dev.hearth.webhook.GitHostProject;
import dev.hearth.webhook.GitUrl;
import java.util.Optional;

/**
 * Whether a hook's repository is a project's: by the Git host's own id of it once that is known,
 * for a rename there changes the URL; by the URL until then.
 *
 * @param host the Git host's name; empty if the hook did not tell
 * @param id its id of the repository; empty if the hook did not tell
 */
record Recognition(GitHostProject repository, String host, String id) {
  static Recognition of(GitHostProject repository) {
    String identity = repository.identity().orElse("#");
    int hash = identity.lastIndexOf('#');
    return new Recognition(repository, identity.substring(0, hash), identity.substring(hash + 1));
  }

  boolean is(ProjectEntry project) {
    String knownHost = project.gitHost();
    String knownId = project.gitHostProject();
    if (knownHost != null && knownId != null && knownHost.equals(host) && !id.isEmpty()) {
      return knownId.equals(id);
    }
    Optional<GitUrl> url = GitUrl.find(project.project().gitUrl());
    return url.isPresent() && repository.isAt(url.get());
  }

  /** Whether the hook tells an id that the project does not know yet. */
  boolean teaches(ProjectEntry project) {
    return !host.isEmpty()
        && !id.isEmpty()
        && (!host.equals(project.gitHost()) || !id.equals(project.gitHostProject()));
  }
}
