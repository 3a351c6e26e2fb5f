package dev.hearth.dispatcher.leader;

import dev.hearth.dispatcher.placement.Wish;
import dev.hearth.protocol.AgentId;
import dev.hearth.protocol.BuildRecord;
import dev.hearth.protocol.LostAttempt;
import java.util.Set;
import java.util.stream.Collectors;

/** What a build needs of a host, from what it has been through. */
public final class Wishes {
  /** After so many agents were lost under a build it runs alone: it may be what kills them. */
  private static final int ALONE_AFTER = 2;

  private Wishes() {}

  public static Wish of(BuildRecord build, Set<String> labels) {
    Set<AgentId> avoid = build.lost().stream().map(LostAttempt::agent).collect(Collectors.toSet());
    return new Wish(build.request().project(), labels, avoid, isAlone(build));
  }

  /** Whether nothing else may run beside the build's next attempt, or beside the one it has. */
  static boolean isAlone(BuildRecord build) {
    return build.countedLosses() >= ALONE_AFTER;
  }
}
