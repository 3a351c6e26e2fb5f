package dev.hearth.dispatcher.leader;

import dev.hearth.dispatcher.farm.FarmSnapshot;
import dev.hearth.dispatcher.placement.Host;
import dev.hearth.dispatcher.placement.Placing;
import dev.hearth.dispatcher.placement.Wish;
import dev.hearth.protocol.AgentId;
import dev.hearth.protocol.AgentRecord;
import dev.hearth.protocol.AgentStatus;
import dev.hearth.protocol.AttemptId;
import dev.hearth.protocol.BuildRecord;
import dev.hearth.protocol.BuildState;
import dev.hearth.protocol.Cordon;
import dev.hearth.protocol.PlacementReason;
import dev.hearth.protocol.ProjectId;
import dev.hearth.protocol.etcd.FarmKeys;
import dev.hearth.protocol.etcd.Versioned;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** The hosts, and what is put on them while decisions are made. Not for use by several threads. */
public final class Pool {
  private final Map<AgentId, Versioned<AgentRecord>> records;
  private final Map<AgentId, Host> hosts = new LinkedHashMap<>();
  private final Set<Kind> refused = new HashSet<>();

  /** The labels that builds asked for in vain which have lost nothing yet. */
  private final Set<Set<String>> refusedNew = new HashSet<>();

  /** What decides whether any host takes a build; the project only decides which. */
  private record Kind(Set<String> labels, Set<AgentId> avoid, boolean alone) {}

  private Pool(Map<AgentId, Versioned<AgentRecord>> records) {
    this.records = records;
  }

  /**
   * The pool as a snapshot shows it. An attempt counts on its host from when either its build or
   * its task was seen there, whichever mirror was first.
   */
  public static Pool of(FarmSnapshot farm) {
    return of(farm, List.of());
  }

  /**
   * The pool with placements that the snapshot does not show.
   *
   * @param pending placements; one counts while its build is seen as it was when it was placed
   */
  static Pool of(FarmSnapshot farm, Collection<Action.Assign> pending) {
    Pool pool = new Pool(farm.agents());
    Map<AgentId, Set<AttemptId>> taken = new HashMap<>();
    Set<AgentId> reserved = new HashSet<>();
    for (Versioned<BuildRecord> build : farm.builds().begun()) {
      if (build.value().state() instanceof BuildState.Assigned assigned) {
        taken.computeIfAbsent(assigned.agent(), _ -> new HashSet<>()).add(assigned.attempt());
        if (Wishes.isAlone(build.value())) {
          reserved.add(assigned.agent());
        }
      }
    }
    for (Action.Assign placed : pending) {
      if (isUnseen(farm, placed)) {
        AgentId agent = placed.reason().agent();
        taken.computeIfAbsent(agent, _ -> new HashSet<>()).add(attempt(placed));
        if (Wishes.isAlone(placed.build().value())) {
          reserved.add(agent);
        }
      }
    }
    farm.tasks()
        .forEach((attempt, task) -> {
          AgentId agent = FarmKeys.ownerOf(task.key());
          taken.computeIfAbsent(agent, _ -> new HashSet<>()).add(attempt);
          if (task.value().alone()) {
            reserved.add(agent);
          }
        });
    farm.agents()
        .forEach((agent, record) ->
            pool.hosts.put(
                agent,
                new Host(
                    agent,
                    record.value().slots(),
                    taken.getOrDefault(agent, Set.of()).size(),
                    reserved.contains(agent),
                    record.value().labels(),
                    closed(agent, farm),
                    warm(agent, farm))));
    return pool;
  }

  /** Whether a snapshot shows a placed build as it was before. */
  static boolean isUnseen(FarmSnapshot farm, Action.Assign placed) {
    return farm.builds()
        .find(placed.build().value().id())
        .filter(found -> isBefore(found, placed))
        .isPresent();
  }

  /** The attempt that a placement makes. */
  static AttemptId attempt(Action.Assign placed) {
    BuildRecord build = placed.build().value();
    return new AttemptId(build.id(), build.attempts() + 1);
  }

  private static boolean isBefore(Versioned<BuildRecord> found, Action.Assign placed) {
    return found.value().state() instanceof BuildState.Queued
        && found.modRevision() <= placed.build().modRevision();
  }

  public Collection<Host> hosts() {
    return List.copyOf(hosts.values());
  }

  /** Whether a build was refused that wished the same; cheap, and not always known. */
  boolean refuses(BuildRecord build, Set<String> labels) {
    return build.lost().isEmpty() && refusedNew.contains(labels);
  }

  /**
   * A place for a build; taken for it at once. What is refused once is refused to all that wish the
   * same, without looking again: hosts only fill up while decisions are made. So a queue of
   * thousands costs little.
   */
  Optional<PlacementReason> place(Wish wish) {
    Kind kind = new Kind(wish.labels(), wish.avoid(), wish.alone());
    if (refused.contains(kind)) {
      return Optional.empty();
    }
    Optional<PlacementReason> place = Placing.place(wish, hosts());
    place.ifPresentOrElse(
        reason -> hosts.computeIfPresent(reason.agent(), (_, host) -> host.taking(wish.alone())),
        () -> {
          refused.add(kind);
          if (wish.avoid().isEmpty() && !wish.alone()) {
            refusedNew.add(wish.labels());
          }
        });
    return place;
  }

  Versioned<AgentRecord> record(AgentId agent) {
    return Objects.requireNonNull(records.get(agent));
  }

  private static String closed(AgentId agent, FarmSnapshot farm) {
    Versioned<Cordon> cordon = farm.cordons().get(agent);
    if (cordon != null) {
      return "is cordoned by " + cordon.value().by() + ": " + cordon.value().why();
    }
    Versioned<AgentStatus> status = farm.statuses().get(agent);
    if (status == null) {
      return "has not said yet whether it is ready";
    }
    if (status.value().takesTasks()) {
      return "";
    }
    return status.value().reason().isEmpty() ? "takes no tasks just now" : status.value().reason();
  }

  private static Set<ProjectId> warm(AgentId agent, FarmSnapshot farm) {
    Versioned<AgentStatus> status = farm.statuses().get(agent);
    return status == null ? Set.of() : status.value().warm();
  }
}
