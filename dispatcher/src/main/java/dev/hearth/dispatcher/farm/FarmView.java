package dev.hearth.dispatcher.farm;

import dev.hearth.protocol.AgentId;
import dev.hearth.protocol.AgentRecord;
import dev.hearth.protocol.AgentStatus;
import dev.hearth.protocol.AttemptId;
import dev.hearth.protocol.AttemptRecord;
import dev.hearth.protocol.BuildId;
import dev.hearth.protocol.BuildRecord;
import dev.hearth.protocol.Cordon;
import dev.hearth.protocol.StopOrder;
import dev.hearth.protocol.TaskOrder;
import dev.hearth.protocol.etcd.FarmKeys;
import dev.hearth.protocol.etcd.Key;
import dev.hearth.protocol.etcd.KeyValues;
import dev.hearth.protocol.etcd.Mirror;
import dev.hearth.protocol.etcd.MirrorListener;
import dev.hearth.protocol.etcd.Prefix;
import dev.hearth.protocol.etcd.Versioned;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Mirrors of everything that is under way. Every dispatcher has one: it answers readers, and the
 * leader decides by it.
 */
public final class FarmView implements AutoCloseable {
  private static final Duration BUILDS_RELIST = Duration.ofMinutes(1);

  private final FarmKeys keys;
  private final Mirror<AgentRecord> agents;
  private final Mirror<AgentStatus> statuses;
  private final Mirror<Cordon> cordons;
  private final Mirror<BuildRecord> builds;
  private final Mirror<TaskOrder> tasks;
  private final Mirror<StopOrder> stops;
  private final Mirror<AttemptRecord> attempts;
  private volatile Runnable listener = () -> {};

  /** Changed by the builds' mirror alone, on its thread. */
  private volatile BuildTable table = BuildTable.none();

  /** Starts the mirrors. */
  public FarmView(KeyValues etcd, FarmKeys keys) {
    this.keys = keys;
    Runnable changed = () -> listener.run();
    this.agents = start(etcd, keys.agents(), Mirror.RELIST, _ -> {}, _ -> {}, changed);
    this.statuses = start(etcd, keys.statuses(), Mirror.RELIST, _ -> {}, _ -> {}, changed);
    this.cordons = start(etcd, keys.cordons(), Mirror.RELIST, _ -> {}, _ -> {}, changed);
    this.builds = start(etcd, keys.builds(), BUILDS_RELIST, this::sort, this::drop, changed);
    this.tasks = start(etcd, keys.tasks(), Mirror.RELIST, _ -> {}, _ -> {}, changed);
    this.stops = start(etcd, keys.stops(), Mirror.RELIST, _ -> {}, _ -> {}, changed);
    this.attempts = start(etcd, keys.attempts(), Mirror.RELIST, _ -> {}, _ -> {}, changed);
  }

  /** Has one listener told of any change, on a mirror's thread: it must not block. */
  public void whenChanged(Runnable told) {
    listener = told;
  }

  /** Waits until every mirror was filled once. Returns false when the time is over. */
  public boolean awaitReady(Duration atMost) throws InterruptedException {
    long until = System.nanoTime() + atMost.toNanos();
    for (Mirror<?> mirror : all()) {
      if (!mirror.awaitReady(Duration.ofNanos(until - System.nanoTime()))) {
        return false;
      }
    }
    return true;
  }

  public FarmSnapshot snapshot() {
    // Read first: the entries may be newer than this, never older.
    long through = all().stream().mapToLong(Mirror::through).min().orElse(0);
    return new FarmSnapshot(
        by(agents, agent -> agent.value().name()),
        by(statuses, status -> FarmKeys.agentOf(status.key())),
        by(cordons, cordon -> FarmKeys.agentOf(cordon.key())),
        table,
        by(tasks, task -> task.value().attempt()),
        by(stops, stop -> FarmKeys.attemptOf(stop.key())),
        by(attempts, attempt -> attempt.value().attempt()),
        through);
  }

  /** Has everything listed now; returns at once. */
  public void listAgain() {
    all().forEach(Mirror::listAgain);
  }

  public Optional<Versioned<BuildRecord>> build(BuildId id) {
    return builds.find(keys.build(id));
  }

  /** A build as it is known; null if it is not. */
  public @Nullable Versioned<BuildRecord> known(Key<BuildRecord> build) {
    return builds.find(build).orElse(null);
  }

  /** The builds that are under way, sorted. */
  public BuildTable table() {
    return table;
  }

  /** All that are under way, oldest first. */
  public Collection<Versioned<BuildRecord>> builds() {
    return table.all();
  }

  public Optional<Versioned<TaskOrder>> task(AgentId agent, AttemptId attempt) {
    return tasks.find(keys.task(agent, attempt));
  }

  public Optional<Versioned<AttemptRecord>> attempt(AgentId agent, AttemptId attempt) {
    return attempts.find(keys.attempt(agent, attempt));
  }

  @Override
  public void close() {
    all().forEach(Mirror::close);
  }

  private List<Mirror<?>> all() {
    return List.of(agents, statuses, cordons, builds, tasks, stops, attempts);
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // only the builds' mirror writes
  private void sort(Versioned<BuildRecord> build) {
    table = table.with(build);
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // only the builds' mirror writes
  private void drop(Versioned<BuildRecord> build) {
    table = table.without(build.value().id());
  }

  private static <T> Mirror<T> start(
      KeyValues etcd,
      Prefix<T> prefix,
      Duration relist,
      Consumer<Versioned<T>> put,
      Consumer<Versioned<T>> removed,
      Runnable changed) {
    return Mirror.start(
        etcd,
        prefix,
        relist,
        new MirrorListener<>() {
          @Override
          public void put(Versioned<T> entry) {
            put.accept(entry);
            changed.run();
          }

          @Override
          public void removed(Versioned<T> last) {
            removed.accept(last);
            changed.run();
          }

          @Override
          public void listed() {
            changed.run();
          }
        });
  }

  private static <K, T> Map<K, Versioned<T>> by(Mirror<T> mirror, Function<Versioned<T>, K> name) {
    Map<K, Versioned<T>> all = new LinkedHashMap<>();
    for (Versioned<T> entry : mirror.entries()) {
      all.put(name.apply(entry), entry);
    }
    return all;
  }
}
