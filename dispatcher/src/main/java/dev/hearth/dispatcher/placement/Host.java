package dev.hearth.dispatcher.placement;

import dev.hearth.protocol.AgentId;
import dev.hearth.protocol.ProjectId;
import java.util.Set;

/**
 * An agent as placement sees it.
 *
 * @param tasks how many tasks it has
 * @param reserved whether one of them must run alone
 * @param closed why it takes no new task, one sentence; empty when it does
 * @param warm the projects whose caches it says that it has
 */
public record Host(
    AgentId agent,
    int slots,
    int tasks,
    boolean reserved,
    Set<String> labels,
    String closed,
    Set<ProjectId> warm) {
  public Host {
    labels = Set.copyOf(labels);
    warm = Set.copyOf(warm);
  }

  /** With one more task. */
  public Host taking(boolean alone) {
    return new Host(agent, slots, tasks + 1, reserved || alone, labels, closed, warm);
  }

  boolean hasFreeSlot(boolean alone) {
    return alone ? tasks == 0 : tasks < slots && !reserved;
  }
}
