package dev.hearth.dispatcher.placement;

import dev.hearth.protocol.AgentId;
import dev.hearth.protocol.PlacementReason;
import java.util.List;

/** Where a build goes, or why it waits. */
public sealed interface Placement {
  /** A host takes it now. */
  record On(PlacementReason reason) implements Placement {}

  /**
   * No host takes it now.
   *
   * @param why one sentence
   * @param hosts for each host that is up, in rank, why not
   */
  record Waits(String why, List<Refusal> hosts) implements Placement {
    public Waits {
      hosts = List.copyOf(hosts);
    }
  }

  /** Why one host was not taken. */
  record Refusal(AgentId agent, String why) {}
}
