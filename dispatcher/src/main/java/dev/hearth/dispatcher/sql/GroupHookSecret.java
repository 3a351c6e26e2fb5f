package dev.hearth.dispatcher.sql;

import dev.hearth.dispatcher.projects.Secret;
import java.time.Instant;

/**
 * A secret whose hooks speak for all projects of a group.
 *
 * @param id sorts by time
 * @param path the group's: {@code team} of {@code team/app}
 */
public record GroupHookSecret(
    String id, String path, Secret secret, String madeBy, Instant createdAt) {
  /** Whether a project of this name is in the group. */
  public boolean speaksFor(String project) {
    return project.startsWith(path + "/");
  }
}
