package dev.hearth.dispatcher.simulation;

import dev.hearth.dispatcher.farm.BuildTable;
import dev.hearth.dispatcher.farm.FarmSnapshot;
import dev.hearth.protocol.AgentRecord;
import dev.hearth.protocol.AgentStatus;
import dev.hearth.protocol.AttemptRecord;
import dev.hearth.protocol.BuildId;
import dev.hearth.protocol.BuildRecord;
import dev.hearth.protocol.Cordon;
import dev.hearth.protocol.StopOrder;
import dev.hearth.protocol.TaskOrder;
import dev.hearth.protocol.etcd.FarmKeys;
import dev.hearth.protocol.etcd.Key;
import dev.hearth.protocol.etcd.KeyValues;
import dev.hearth.protocol.etcd.Versioned;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** A dispatcher's view of the farm, each kind of record lagging by itself. */
final class LaggingView {
  private final LaggingMirror<AgentRecord> agents;
  private final LaggingMirror<AgentStatus> statuses;
  private final LaggingMirror<Cordon> cordons;
  private final LaggingMirror<BuildRecord> builds;
  private final LaggingMirror<TaskOrder> tasks;
  private final LaggingMirror<StopOrder> stops;
  private final LaggingMirror<AttemptRecord> attempts;
  private BuildTable table = BuildTable.none();

  LaggingView(KeyValues etcd, FarmKeys keys) {
    this.agents = new LaggingMirror<>(etcd, keys.agents());
    this.statuses = new LaggingMirror<>(etcd, keys.statuses());
    this.cordons = new LaggingMirror<>(etcd, keys.cordons());
    this.builds = new LaggingMirror<>(etcd, keys.builds());
    this.tasks = new LaggingMirror<>(etcd, keys.tasks());
    this.stops = new LaggingMirror<>(etcd, keys.stops());
    this.attempts = new LaggingMirror<>(etcd, keys.attempts());
  }

  List<LaggingMirror<?>> mirrors() {
    return List.of(agents, statuses, cordons, builds, tasks, stops, attempts);
  }

  List<Versioned<BuildRecord>> builds() {
    return builds.entries();
  }

  FarmSnapshot snapshot() {
    return new FarmSnapshot(
        by(agents, FarmKeys::agentOf),
        by(statuses, FarmKeys::agentOf),
        by(cordons, FarmKeys::agentOf),
        table(),
        by(tasks, FarmKeys::attemptOf),
        by(stops, FarmKeys::attemptOf),
        by(attempts, FarmKeys::attemptOf),
        mirrors().stream().mapToLong(LaggingMirror::through).min().orElse(0));
  }

  /** Sorted as a real view does it: by one change after the other, never anew. */
  private BuildTable table() {
    Map<BuildId, Versioned<BuildRecord>> now = new LinkedHashMap<>();
    builds.entries().forEach(build -> now.put(build.value().id(), build));
    for (Versioned<BuildRecord> known : List.copyOf(table.all())) {
      if (!now.containsKey(known.value().id())) {
        table = table.without(known.value().id());
      }
    }
    for (Versioned<BuildRecord> build : now.values()) {
      if (!table.find(build.value().id()).equals(Optional.of(build))) {
        table = table.with(build);
      }
    }
    return table;
  }

  private static <K, T> Map<K, Versioned<T>> by(LaggingMirror<T> mirror, Function<Key<T>, K> name) {
    Map<K, Versioned<T>> all = new LinkedHashMap<>();
    mirror.entries().forEach(entry -> all.put(name.apply(entry.key()), entry));
    return all;
  }
}
