package dev.hearth.dispatcher.sql;

import dev.hearth.protocol.BuildId;
import dev.hearth.protocol.Commit;
import dev.hearth.protocol.ProjectId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which finished builds are asked for; null asks for all. The newest come first; the next page
 * begins behind the last one of the page before.
 *
 * @param state as {@link dev.hearth.protocol.BuildState#word}
 * @param ref the full name
 * @param from accepted then or later
 * @param to accepted before
 * @param before only builds that are older than this one
 * @param limit 1 to 1000
 */
public record BuildFilter(
    @Nullable ProjectId project,
    @Nullable String state,
    @Nullable String ref,
    @Nullable Commit commit,
    @Nullable Instant from,
    @Nullable Instant to,
    @Nullable BuildId before,
    int limit) {
  public BuildFilter {
    if (limit < 1 || limit > 1000) {
      throw new IllegalArgumentException("a page has 1 to 1000 builds, not " + limit);
    }
  }

  /** The newest of all. */
  public static BuildFilter newest(int limit) {
    return new BuildFilter(null, null, null, null, null, null, null, limit);
  }

  public BuildFilter of(ProjectId one) {
    return new BuildFilter(one, state, ref, commit, from, to, before, limit);
  }

  public BuildFilter olderThan(BuildId last) {
    return new BuildFilter(project, state, ref, commit, from, to, last, limit);
  }
}
