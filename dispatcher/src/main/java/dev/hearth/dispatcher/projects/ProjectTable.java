package dev.hearth.dispatcher.projects;

import dev.hearth.protocol.ProjectId;

/** The farm's projects, as this dispatcher knows them. Thread-safe. */
@FunctionalInterface
public interface ProjectTable {
  /** What is known already, which may be a moment old. */
  ProjectLookup lookup(ProjectId id);

  /** What holds now; while the database can't be asked, what is known. May block. */
  default ProjectLookup latest(ProjectId id) {
    return lookup(id);
  }
}
