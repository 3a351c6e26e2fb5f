package dev.hearth.dispatcher.placement;

import dev.hearth.protocol.AgentId;
import dev.hearth.protocol.ProjectId;
import java.util.Set;

/**
 * What a build needs of a host.
 *
 * @param labels that the host must have, all of them
 * @param avoid hosts that lost an attempt of this build, or did not claim it: taken only when there
 *     is no other
 * @param alone whether nothing else may run beside it
 */
public record Wish(ProjectId project, Set<String> labels, Set<AgentId> avoid, boolean alone) {
  public Wish {
    labels = Set.copyOf(labels);
    avoid = Set.copyOf(avoid);
  }
}
