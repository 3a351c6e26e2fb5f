package dev.hearth.dispatcher.joining;

import dev.hearth.dispatcher.projects.Secret;
import dev.hearth.protocol.AgentId;
import java.util.List;
import java.util.Optional;

/**
 * What a host gets that has joined; to be shown once.
 *
 * @param key for the dispatchers
 * @param etcdPassword of the user named as the agent; empty: etcd asks for none
 * @param dispatchers where they answer agents, this one first
 * @param authorities PEM; empty: those that every host knows
 */
public record Joined(
    AgentId agent,
    Secret key,
    Optional<Secret> etcdPassword,
    List<String> dispatchers,
    String authorities,
    FarmAddresses farm) {}
