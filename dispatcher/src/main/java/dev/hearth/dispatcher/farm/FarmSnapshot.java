package dev.hearth.dispatcher.farm;

import dev.hearth.protocol.AgentId;
import dev.hearth.protocol.AgentRecord;
import dev.hearth.protocol.AgentStatus;
import dev.hearth.protocol.AttemptId;
import dev.hearth.protocol.AttemptRecord;
import dev.hearth.protocol.Cordon;
import dev.hearth.protocol.StopOrder;
import dev.hearth.protocol.TaskOrder;
import dev.hearth.protocol.etcd.Versioned;
import java.util.Map;

/**
 * The farm at one moment, as far as the mirrors have heard. The kinds of records may be some
 * milliseconds apart from each other: what is decided by them is guarded where it is written.
 *
 * @param through the revision up to which nothing is missing
 */
public record FarmSnapshot(
    Map<AgentId, Versioned<AgentRecord>> agents,
    Map<AgentId, Versioned<AgentStatus>> statuses,
    Map<AgentId, Versioned<Cordon>> cordons,
    BuildTable builds,
    Map<AttemptId, Versioned<TaskOrder>> tasks,
    Map<AttemptId, Versioned<StopOrder>> stops,
    Map<AttemptId, Versioned<AttemptRecord>> attempts,
    long through) {}
