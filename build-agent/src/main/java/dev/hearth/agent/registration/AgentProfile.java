package dev.hearth.agent.registration;

import dev.hearth.protocol.AgentId;
import dev.hearth.protocol.AgentRecord;
import java.time.Duration;
import java.util.Set;

/**
 * What an agent registers as.
 *
 * @param leaseTtl how long the agent counts as there without a sign
 * @param handOverTtl how long it does after it has handed over to its next process
 * @param version of this program
 */
public record AgentProfile(
    AgentId name,
    int slots,
    Set<String> labels,
    Duration leaseTtl,
    Duration handOverTtl,
    String version) {
  public AgentProfile {
    labels = Set.copyOf(labels);
  }

  AgentRecord record(StateDirectory state, long generation) {
    return new AgentRecord(
        name, state.identity(), state.bootId(), generation, slots, labels, version);
  }
}
