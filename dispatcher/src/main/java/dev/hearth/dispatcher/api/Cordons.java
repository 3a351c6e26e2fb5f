package dev.hearth.dispatcher.api;

import dev.hearth.protocol.AgentId;
import dev.hearth.protocol.Cordon;
import java.util.Optional;

/**
 * Which hosts are kept from new builds. Every method may block, and throws {@link
 * dev.hearth.dispatcher.UnavailableException} when etcd does not answer.
 */
public interface Cordons {
  /** Keeps a host from new builds, what it runs goes on; returns the order that stood before. */
  Optional<Cordon> put(AgentId agent, Cordon cordon);

  /** Lets a host have builds again; returns the order that stood. */
  Optional<Cordon> lift(AgentId agent);
}
