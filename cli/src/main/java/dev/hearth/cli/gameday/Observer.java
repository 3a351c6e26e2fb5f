package dev.hearth.cli.gameday;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hearth.protocol.AttemptRecord;
import dev.hearth.protocol.BuildRecord;
import dev.hearth.protocol.DispatcherRecord;
import dev.hearth.protocol.LeaderRecord;
import dev.hearth.protocol.WantedTag;
import dev.hearth.protocol.etcd.EtcdConfig;
import dev.hearth.protocol.etcd.FarmKeys;
import dev.hearth.protocol.etcd.JetcdKeyValues;
import dev.hearth.protocol.etcd.KeyValues;
import dev.hearth.protocol.etcd.Prefix;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/** Watches the farm's etcd all the time, and believes nobody else. */
final class Observer implements AutoCloseable {
  private final FarmKeys keys = new FarmKeys();
  private final KeyValues etcd;
  private final History<BuildRecord> builds;
  private final History<AttemptRecord> attempts;
  private final History<LeaderRecord> leaders;
  private final History<WantedTag> tags;
  private final History<DispatcherRecord> dispatchers;

  private Observer(EtcdConfig config) {
    this.etcd = new JetcdKeyValues(config);
    this.builds = new History<>(etcd, keys.builds());
    this.attempts = new History<>(etcd, keys.attempts());
    this.leaders = new History<>(etcd, new Prefix<>(keys.leader().path(), LeaderRecord.class));
    this.tags = new History<>(etcd, keys.tags());
    this.dispatchers = new History<>(etcd, keys.dispatchers());
  }

  static Observer start(EtcdConfig config) {
    Observer observer = new Observer(config);
    observer.builds.start();
    observer.attempts.start();
    observer.leaders.start();
    observer.tags.start();
    observer.dispatchers.start();
    return observer;
  }

  /** By the build's id. */
  Map<String, List<History.Change<BuildRecord>>> builds() {
    return byLastPart(builds.changes());
  }

  /** By the attempt's id. */
  Map<String, List<History.Change<AttemptRecord>>> attempts() {
    return byLastPart(attempts.changes());
  }

  List<History.Change<LeaderRecord>> leaders() {
    return leaders.changes().getOrDefault(keys.leader().path(), List.of());
  }

  /** By the URL at which each was reached at last: its id. */
  Map<String, String> dispatchers() {
    Map<String, String> ids = new TreeMap<>();
    dispatchers.changes().values().stream()
        .flatMap(List::stream)
        .map(History.Change::value)
        .filter(Objects::nonNull)
        .forEach(record -> ids.put(record.url(), record.id()));
    return ids;
  }

  /** The dispatcher that leads now, as far as is known. */
  Optional<String> leader() {
    List<History.Change<LeaderRecord>> all = leaders();
    LeaderRecord last = all.isEmpty() ? null : all.getLast().value();
    return Optional.ofNullable(last).map(LeaderRecord::dispatcher);
  }

  /** Whether changes were forgotten by etcd before they could be seen. */
  boolean isBlind() {
    return builds.isForgotten()
        || attempts.isForgotten()
        || leaders.isForgotten()
        || tags.isForgotten();
  }

  /** Whether something was changed under the key of a wanted tag since then. */
  boolean hasMovedTag(String path, Instant since) {
    List<History.Change<WantedTag>> changes = tags.changes().getOrDefault(path, List.of());
    return !changes.isEmpty() && changes.getLast().seen().isAfter(since);
  }

  /** All keys that stand under the farm's prefix now. */
  List<String> standing() {
    List<String> paths = new ArrayList<>();
    etcd.list(new Prefix<>(keys.all(), JsonNode.class))
        .entries()
        .forEach(entry -> paths.add(entry.key().path()));
    return paths;
  }

  @Override
  public void close() {
    builds.close();
    attempts.close();
    leaders.close();
    tags.close();
    dispatchers.close();
    etcd.close();
  }

  private static <T> Map<String, List<History.Change<T>>> byLastPart(
      Map<String, List<History.Change<T>>> changes) {
    Map<String, List<History.Change<T>>> named = new TreeMap<>();
    changes.forEach((path, list) -> named.put(path.substring(path.lastIndexOf('/') + 1), list));
    return named;
  }
}
