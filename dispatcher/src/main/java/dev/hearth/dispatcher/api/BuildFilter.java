package dev.hearth.dispatcher.api;

import dev.hearth.protocol.AgentId;
import dev.hearth.protocol.BuildId;
import dev.hearth.protocol.ProjectId;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which builds are wanted; null stands for any.
 *
 * @param projects empty: none's
 * @param states by their names, {@code running} among them ({@code assigned} then means: not yet
 *     claimed); empty: all
 * @param ref a full ref, or the name of a branch or tag
 * @param commit a full hash or its first digits
 * @param agent of the newest attempt
 * @param before only builds whose ids sort before this one
 * @param limit how many at most, from 1
 */
public record BuildFilter(
    @Nullable Set<ProjectId> projects,
    Set<String> states,
    @Nullable String ref,
    @Nullable String commit,
    @Nullable AgentId agent,
    @Nullable BuildId before,
    int limit) {
  public BuildFilter {
    projects = projects == null ? null : Set.copyOf(projects);
    states = Set.copyOf(states);
  }

  /** Whether a build is one of these; the page's bounds apart. */
  public boolean takes(BuildView build) {
    var request = build.record().request();
    var placement = build.record().placement();
    return (projects == null || projects.contains(request.project()))
        && (states.isEmpty() || states.contains(build.state()))
        && (ref == null || ref.equals(request.ref()) || ref.equals(request.refName()))
        && (commit == null || request.commit().value().startsWith(commit))
        && (agent == null || (placement != null && placement.agent().equals(agent)))
        && (before == null || build.record().id().compareTo(before) < 0);
  }
}
