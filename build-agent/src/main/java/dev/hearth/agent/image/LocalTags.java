package dev.hearth.agent.image;

import dev.hearth.agent.engine.Owner;
import dev.hearth.protocol.AttemptId;
import dev.hearth.protocol.ProjectId;

/**
 * The names that images bear in this host's engine. No Dockerfile can build on one of them: bases
 * come from registries.
 */
public final class LocalTags {
  /**
   * {@code hearth-attempt/{agent's identity}/{attempt}:{image}}, while the attempt runs: by the
   * identity an agent finds what it has left.
   */
  public static String attempt(Owner owner, AttemptId attempt, String image) {
    return attempts(owner) + attempt + ":" + image;
  }

  static String attempts(Owner owner) {
    return "hearth-attempt/" + owner.identity() + "/";
  }

  /** Keep a project's newest image and the one before, so that their layers stay warm. */
  static String newest(Owner owner, ProjectId project, String image) {
    return warm(owner) + project + "/" + image + ":newest";
  }

  static String previous(Owner owner, ProjectId project, String image) {
    return warm(owner) + project + "/" + image + ":previous";
  }

  /** {@code hearth-cache/{agent's identity}/}, before {@code {project}/{image}:{which}}. */
  static String warm(Owner owner) {
    return "hearth-cache/" + owner.identity() + "/";
  }

  private LocalTags() {}
}
