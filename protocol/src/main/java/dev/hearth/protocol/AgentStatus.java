package dev.hearth.protocol;

import java.util.Set;

/**
 * What changes about an agent; under the same lease as its record.
 *
 * @param accepting false while it hands over or finishes
 * @param ready false while its Docker engine does not answer or it is short of disk
 * @param reason why it takes no tasks, a sentence; empty when it does
 * @param freeDisk bytes under its caches
 * @param load of the host, 1-minute average
 * @param warm the projects whose caches it has, the 80 most lately used: more would not fit the 4
 *     KiB that a value may have
 */
public record AgentStatus(
    boolean accepting,
    boolean ready,
    String reason,
    long freeDisk,
    double load,
    Set<ProjectId> warm) {
  public AgentStatus {
    reason = Sentence.cut(reason, 300);
    warm = Set.copyOf(warm);
  }

  public boolean takesTasks() {
    return accepting && ready;
  }
}
