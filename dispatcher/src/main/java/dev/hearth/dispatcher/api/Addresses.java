package dev.hearth.dispatcher.api;

import dev.hearth.protocol.BuildId;
import dev.hearth.protocol.ProjectId;

/**
 * The addresses that are given out.
 *
 * @param base under which the dispatcher is reached, without a slash at its end
 */
public record Addresses(String base) {
  public String build(BuildId id) {
    return base + "/api/v1/builds/" + id;
  }

  public String log(BuildId id) {
    return build(id) + "/log";
  }

  /** By its id, which no rename changes. */
  public String project(ProjectId id) {
    return base + "/api/v1/projects/" + id;
  }

  /**
   * Where a Git host sends its hooks.
   *
   * @param host {@code gitlab}, {@code github} or {@code gitea}
   */
  public String hook(String host) {
    return base + "/hooks/" + host;
  }
}
