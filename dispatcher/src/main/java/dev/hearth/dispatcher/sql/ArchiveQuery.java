package dev.hearth.dispatcher.sql;

import dev.hearth.protocol.AgentId;
import dev.hearth.protocol.BuildId;
import dev.hearth.protocol.ProjectId;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which finished builds are asked for; null and, of states, empty ask for all. The newest come
 * first; the next page begins behind the last one of the page before.
 *
 * @param states each as {@link dev.hearth.protocol.BuildState#word}
 * @param ref a full name, or that of a branch or tag
 * @param commit the first digits of a hash
 * @param agent of the last attempt
 * @param before only builds that are older than this one
 * @param limit 1 to 1001
 */
public record ArchiveQuery(
    @Nullable Set<ProjectId> projects,
    Set<String> states,
    @Nullable String ref,
    @Nullable String commit,
    @Nullable AgentId agent,
    @Nullable BuildId before,
    int limit) {
  public ArchiveQuery {
    projects = projects == null ? null : Set.copyOf(projects);
    states = Set.copyOf(states);
    if (limit < 1 || limit > 1001) {
      throw new IllegalArgumentException("a page has 1 to 1001 builds, not " + limit);
    }
  }

  /** The newest of all. */
  public static ArchiveQuery newest(int limit) {
    return new ArchiveQuery(null, Set.of(), null, null, null, null, limit);
  }

  public ArchiveQuery of(ProjectId one) {
    return new ArchiveQuery(Set.of(one), states, ref, commit, agent, before, limit);
  }
}
