package dev.hearth.dispatcher.api;

import dev.hearth.protocol.BuildId;
import dev.hearth.protocol.ProjectName;

/** A build that is in etcd and will not get lost. */
public record AcceptedBuild(BuildId id, ProjectName project, long number) {
  /** {@code team/app#42}. */
  public String title() {
    return project + "#" + number;
  }
}
