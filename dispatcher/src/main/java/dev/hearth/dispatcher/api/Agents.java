package dev.hearth.dispatcher.api;

import java.util.List;

/** The build hosts, as people see them. */
public interface Agents {
  /**
   * The agents that are up and those that are cordoned, by name.
   *
   * @throws dev.hearth.dispatcher.UnavailableException while etcd does not answer
   */
  List<AgentView> list();
}
