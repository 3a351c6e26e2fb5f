package dev.hearth.agent.status;

import dev.hearth.protocol.ProjectId;
import java.util.Optional;
import java.util.Set;

/** What an agent says of its host. Safe for use by many threads. */
public interface HostCondition {
  /** Why no attempt can run here now, a sentence; empty when one can. May take seconds. */
  Optional<String> hindrance();

  /** Bytes that are free under the caches. */
  long freeDisk();

  /** 1-minute average. */
  double load();

  /** The projects whose caches are here, the 80 most lately used at most. */
  Set<ProjectId> warm();

  /** Nothing hinders, for agents that run nothing. */
  static HostCondition fair() {
    return new HostCondition() {
      @Override
      public Optional<String> hindrance() {
        return Optional.empty();
      }

      @Override
      public long freeDisk() {
        return 1L << 40;
      }

      @Override
      public double load() {
        return 0;
      }

      @Override
      public Set<ProjectId> warm() {
        return Set.of();
      }
    };
  }
}
