package dev.hearth.dispatcher.projects;

import java.util.List;

/**
 * The tags that a build's images get.
 *
 * @param commit the commit's full hash: belongs to the first success
 * @param fixed made from the number or the hash, so that no other build of another commit makes
 *     them
 * @param moving made from the ref alone: written only by a build that was accepted as its ref's
 *     head, and never taken back to an older one
 * @param requested those that a person asked for, by their own names
 */
public record BuildTags(
    String commit, List<String> fixed, List<String> moving, List<String> requested) {
  public BuildTags {
    fixed = List.copyOf(fixed);
    moving = List.copyOf(moving);
    requested = List.copyOf(requested);
  }
}
