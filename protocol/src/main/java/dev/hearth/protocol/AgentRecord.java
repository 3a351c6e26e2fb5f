package dev.hearth.protocol;

import java.util.Set;

/**
 * An agent, as it registers itself: written once per registration, under its lease.
 *
 * @param identity random, from the agent's locked state directory: tells two processes with one
 *     name apart
 * @param bootId of the host's kernel: a process that died with its host cannot be taken over
 * @param generation counts this identity's registrations, from 1
 * @param slots how many attempts run at once
 */
public record AgentRecord(
    AgentId name,
    String identity,
    String bootId,
    long generation,
    int slots,
    Set<String> labels,
    String version) {
  public AgentRecord {
    labels = Set.copyOf(labels);
  }
}
