package dev.hearth.dispatcher.simulation;

import dev.hearth.dispatcher.farm.FarmSnapshot;
import dev.hearth.protocol.AgentRecord;
import dev.hearth.protocol.AgentStatus;
import dev.hearth.protocol.AttemptRecord;
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
        builds.entries(),
        by(tasks, FarmKeys::attemptOf),
        by(stops, FarmKeys::attemptOf),
        by(attempts, FarmKeys::attemptOf),
        mirrors().stream().mapToLong(LaggingMirror::through).min().orElse(0));
  }

  private static <K, T> Map<K, Versioned<T>> by(LaggingMirror<T> mirror, Function<Key<T>, K> name) {
    Map<K, Versioned<T>> all = new LinkedHashMap<>();
    mirror.entries().forEach(entry -> all.put(name.apply(entry.key()), entry));
    return all;
  }
}
