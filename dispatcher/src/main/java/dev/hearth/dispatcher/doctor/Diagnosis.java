package dev.hearth.dispatcher.doctor;

import dev.hearth.protocol.AgentRecord;
import dev.hearth.protocol.TaskOrder;
import dev.hearth.protocol.etcd.Versioned;
import java.time.Instant;
import java.util.List;

/**
 * What a look at the whole farm found.
 *
 * @param violations none if the farm is sound
 * @param notices what a person should know, and breaks no rule
 * @param builds how many are under way
 * @param tasks those that stand, and so may have containers
 */
public record Diagnosis(
    Instant at,
    List<Violation> violations,
    List<String> notices,
    int builds,
    List<Versioned<AgentRecord>> agents,
    List<Versioned<TaskOrder>> tasks) {}
