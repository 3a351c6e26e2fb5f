package dev.hearth.dispatcher.api;

import dev.hearth.dispatcher.RefusedException;
import dev.hearth.dispatcher.sql.CachedProjects;
import dev.hearth.dispatcher.sql.ProjectEntry;
import dev.hearth.protocol.ProjectId;
import dev.hearth.protocol.ProjectName;
import java.util.Optional;

/** Finds projects by what people call them: a name or an id. */
record Projects(CachedProjects projects) {
  /**
   * @throws RefusedException if there is none
   */
  ProjectEntry require(String nameOrId) {
    return find(nameOrId).orElseThrow(() -> absent(nameOrId));
  }

  /** What is said of a project that is not there, or not for who asks. */
  static RefusedException absent(String nameOrId) {
    return RefusedException.absent(
        "tried to find project '"
            + nameOrId.replaceAll("\\p{Cntrl}", "?")
            + "', but there is none; in an address write team%2Fapp for team/app");
  }

  Optional<ProjectEntry> find(String nameOrId) {
    try {
      return nameOrId.indexOf('/') < 0
          ? projects.find(new ProjectId(nameOrId))
          : projects.find(new ProjectName(nameOrId));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}
