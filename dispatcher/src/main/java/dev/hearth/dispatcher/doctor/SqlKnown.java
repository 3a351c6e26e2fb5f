package dev.hearth.dispatcher.doctor;

import dev.hearth.dispatcher.sql.BuildArchive;
import dev.hearth.dispatcher.sql.CachedProjects;
import dev.hearth.dispatcher.sql.ProjectStore;
import dev.hearth.protocol.BuildId;
import dev.hearth.protocol.ProjectId;

/**
 * {@link Known} from SQL: a project that was not there when all were read is asked for by itself.
 */
public record SqlKnown(CachedProjects cached, ProjectStore store, BuildArchive archive)
    implements Known {
  @Override
  public boolean project(ProjectId project) {
    return cached.find(project).isPresent() || store.find(project).isPresent();
  }

  @Override
  public boolean archived(BuildId build) {
    return archive.find(build).isPresent();
  }

  @Override
  public long lastNumber(ProjectId project) {
    return archive.lastNumber(project);
  }
}
