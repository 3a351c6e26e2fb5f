package dev.hearth.agent.engine;

import dev.hearth.protocol.AgentId;
import java.util.regex.Pattern;

/**
 * The agent that owns what it makes in the engine.
 *
 * @param identity random, of letters, digits and hyphens; survives restarts of the agent
 */
public record Owner(AgentId agent, String identity) {
  private static final Pattern SHAPE = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");

  public Owner {
    if (!SHAPE.matcher(identity).matches()) {
      throw new IllegalArgumentException(
          "an agent's identity is made of a-z, 0-9 and hyphens, but this one is '"
              + identity
              + "'");
    }
  }
}
