package dev.hearth.dispatcher.api;

import dev.hearth.protocol.AgentId;
import java.util.List;

/**
 * Why a build waits.
 *
 * @param why one sentence
 * @param hosts for each agent that is up, why it was not taken
 */
public record Waiting(String why, List<Host> hosts) {
  public Waiting {
    hosts = List.copyOf(hosts);
  }

  /** Why one agent was not taken. */
  public record Host(AgentId agent, String why) {}
}
