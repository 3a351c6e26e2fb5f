package dev.hearth.agent.attempts;

import dev.hearth.protocol.AgentId;
import dev.hearth.protocol.AttemptId;
import dev.hearth.protocol.AttemptOutcome;
import dev.hearth.protocol.AttemptRecord;
import dev.hearth.protocol.TaskOrder;
import dev.hearth.protocol.etcd.FarmKeys;
import dev.hearth.protocol.etcd.Key;
import dev.hearth.protocol.etcd.KeyValues;
import dev.hearth.protocol.etcd.Versioned;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The attempts that an earlier process of this agent left, by a hand-over or by its death, and that
 * still are this agent's.
 */
public final class Inheritance {
  /**
   * One death under an attempt may be chance. At the second one the attempt ends as lost, and
   * counts toward the three that its build has: else a build that kills its agent would do so for
   * ever.
   */
  private static final int MOST_DEATHS = 1;

  private static final Logger log = LoggerFactory.getLogger(Inheritance.class);

  private final Map<AttemptId, Inherited> attempts;

  /** An attempt whose task stands under this agent. */
  public record Inherited(Versioned<TaskOrder> task, AttemptNotes notes) {
    /** Whether anything of it may still have to run on this host. */
    boolean goesOn() {
      return notes.end() == null;
    }

    public AttemptId id() {
      return notes.attempt();
    }
  }

  private Inheritance(Map<AttemptId, Inherited> attempts) {
    this.attempts = Map.copyOf(attempts);
  }

  /**
   * Takes over what still is this agent's, and forgets the rest. To be called once, after this
   * process has registered and before it claims anything.
   *
   * @throws dev.hearth.protocol.etcd.EtcdUnavailableException before anything was done
   */
  public static Inheritance take(KeyValues etcd, FarmKeys keys, AgentId agent, AttemptFiles files) {
    List<AttemptNotes> found = files.all();
    if (found.isEmpty()) {
      return new Inheritance(Map.of());
    }
    Map<AttemptId, Versioned<TaskOrder>> tasks =
        etcd.list(keys.tasks(agent)).entries().stream()
            .collect(Collectors.toMap(task -> task.value().attempt(), task -> task));
    Map<Key<AttemptRecord>, Versioned<AttemptRecord>> records =
        etcd.list(keys.attempts(agent)).entries().stream()
            .collect(Collectors.toMap(Versioned::key, record -> record));
    Map<AttemptId, Inherited> attempts = new HashMap<>();
    for (AttemptNotes notes : found) {
      Versioned<TaskOrder> task = tasks.get(notes.attempt());
      boolean ours =
          task != null
              && Optional.ofNullable(records.get(keys.attempt(agent, notes.attempt())))
                  .map(Versioned::value)
                  .filter(record -> record.nonce().equals(notes.nonce()))
                  .filter(record -> record.outcome() == null)
                  .isPresent();
      if (task != null && ours) {
        AttemptNotes now = judged(notes.inherited());
        files.write(now);
        attempts.put(notes.attempt(), new Inherited(task, now));
      } else {
        files.delete(notes.attempt());
      }
    }
    return new Inheritance(attempts);
  }

  private static AttemptNotes judged(AttemptNotes notes) {
    if (notes.end() != null || notes.deaths() <= MOST_DEATHS) {
      return notes;
    }
    log.atWarn()
        .addKeyValue("attempt", notes.attempt())
        .addKeyValue("deaths", notes.deaths())
        .log("the agent has died under an attempt again and again: it is given up");
    String reason = "the agent died %d times while it ran this".formatted(notes.deaths());
    return notes.ended(new AttemptNotes.End(new AttemptOutcome.Lost(reason), 0));
  }

  /** Those whose logs are not at their ends. */
  public Set<AttemptId> logging() {
    return attempts.values().stream()
        .map(Inherited::notes)
        .filter(notes -> notes.end() == null || notes.end().logLength() == 0)
        .map(AttemptNotes::attempt)
        .collect(Collectors.toSet());
  }

  /** Those of which something may still have to run on this host. */
  public List<Inherited> goingOn() {
    return attempts.values().stream().filter(Inherited::goesOn).toList();
  }

  /** What is noted of the attempt of this very task. */
  Optional<AttemptNotes> notes(AttemptId attempt, long taskRevision) {
    return Optional.ofNullable(attempts.get(attempt))
        .filter(one -> one.task().createRevision() == taskRevision)
        .map(Inherited::notes);
  }
}
