package dev.hearth.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * The name of an agent, unique in its farm.
 *
 * @param value lower-case letters, digits and hyphens, 63 at most: it is a part of etcd keys
 */
public record AgentId(@JsonValue String value) {
  /**
   * @throws IllegalArgumentException if the name has another shape
   */
  @JsonCreator
  public AgentId {
    if (!Shape.isAgentName(value)) {
      throw new IllegalArgumentException(
          "an agent's name is made of a-z, 0-9 and hyphens, 63 at most, but this one is '"
              + value
              + "'");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
