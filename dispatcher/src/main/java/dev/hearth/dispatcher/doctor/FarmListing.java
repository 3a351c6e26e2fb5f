package dev.hearth.dispatcher.doctor;

import dev.hearth.protocol.AgentRecord;
import dev.hearth.protocol.AgentStatus;
import dev.hearth.protocol.AttemptRecord;
import dev.hearth.protocol.BuildRecord;
import dev.hearth.protocol.Head;
import dev.hearth.protocol.LastNumber;
import dev.hearth.protocol.SameBuild;
import dev.hearth.protocol.StopOrder;
import dev.hearth.protocol.TaskOrder;
import dev.hearth.protocol.WantedTag;
import dev.hearth.protocol.etcd.FarmKeys;
import dev.hearth.protocol.etcd.KeyValues;
import dev.hearth.protocol.etcd.Versioned;
import java.util.List;

/**
 * What stands in etcd, listed afresh. The kinds are read one after the other, so they may be some
 * milliseconds apart: what attempts are made of is read before the builds, and what builds are made
 * of afterwards.
 *
 * @param leads whether there is a leader
 */
public record FarmListing(
    boolean leads,
    List<Versioned<AgentRecord>> agents,
    List<Versioned<AgentStatus>> statuses,
    List<Versioned<AttemptRecord>> attempts,
    List<Versioned<StopOrder>> stops,
    List<Versioned<TaskOrder>> tasks,
    List<Versioned<BuildRecord>> builds,
    List<Versioned<SameBuild>> same,
    List<Versioned<WantedTag>> tags,
    List<Versioned<LastNumber>> numbers,
    List<Versioned<Head>> heads) {
  /**
   * @throws dev.hearth.protocol.etcd.EtcdUnavailableException if etcd does not answer
   */
  public static FarmListing read(KeyValues etcd, FarmKeys keys) {
    return new FarmListing(
        etcd.find(keys.leader()).isPresent(),
        etcd.list(keys.agents()).entries(),
        etcd.list(keys.statuses()).entries(),
        etcd.list(keys.attempts()).entries(),
        etcd.list(keys.stops()).entries(),
        etcd.list(keys.tasks()).entries(),
        etcd.list(keys.builds()).entries(),
        etcd.list(keys.same()).entries(),
        etcd.list(keys.tags()).entries(),
        etcd.list(keys.numbers()).entries(),
        etcd.list(keys.heads()).entries());
  }
}
