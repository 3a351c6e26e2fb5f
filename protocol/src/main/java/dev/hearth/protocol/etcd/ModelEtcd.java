package dev.hearth.protocol.etcd;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An etcd in memory, of one member, with revisions, compares, leases, watches and compaction, on
 * whatever clock it is given: what {@link ModelKeyValues} is a client of. Thread-safe; watches are
 * told on the thread that makes the change.
 */
public final class ModelEtcd {
  private static final int MOST_OPERATIONS = 128;

  private final Clock clock;
  private final TreeMap<String, Entry> entries = new TreeMap<>();
  private final List<Change> history = new ArrayList<>();
  private final List<Watcher<?>> watchers = new ArrayList<>();
  private final Map<Long, Lease> leases = new TreeMap<>();
  private long revision = 1;
  private long compacted;
  private long lastLease;

  /**
   * What stands under a key.
   *
   * @param record null when the bytes are no record of the key's kind
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Entry(
      Key<?> key,
      byte[] bytes,
      @Nullable Versioned<?> record,
      long created,
      long modified,
      long lease) {}

  /**
   * A change of one key.
   *
   * @param entry null: it was deleted
   */
  private record Change(long revision, Key<?> key, @Nullable Versioned<?> entry) {}

  private record Lease(Duration ttl, Instant endsAt) {}

  public ModelEtcd(Clock clock) {
    this.clock = clock;
  }

  /** Ends the leases whose time is over, as every request does too. */
  public synchronized void expire() {
    Instant now = clock.instant();
    for (Map.Entry<Long, Lease> lease : List.copyOf(leases.entrySet())) {
      if (!lease.getValue().endsAt().isAfter(now)) {
        revoke(lease.getKey());
      }
    }
  }

  synchronized long revision() {
    expire();
    return revision;
  }

  synchronized Snapshot read(List<? extends Key<?>> keys) {
    expire();
    Map<String, Versioned<?>> found = new HashMap<>();
    for (Key<?> key : keys) {
      find(key).ifPresent(entry -> found.put(key.path(), entry));
    }
    return new Snapshot(revision, found);
  }

  synchronized <T> Listing<T> list(Prefix<T> prefix) {
    expire();
    List<Versioned<T>> found = new ArrayList<>();
    for (Entry entry : entries.tailMap(prefix.path()).values()) {
      if (!entry.key().path().startsWith(prefix.path())) {
        break;
      }
      if (entry.record() != null) {
        found.add(typed(entry.record()));
      }
    }
    return new Listing<>(revision, List.copyOf(found));
  }

  /** One try: whether the comparisons held, and then all of it was done. */
  synchronized boolean commit(Transaction transaction) {
    expire();
    if (Math.max(transaction.comparisons().size(), transaction.operations().size())
        > MOST_OPERATIONS) {
      throw refused("commit a transaction", "too many operations in txn request");
    }
    Set<String> paths = new HashSet<>();
    for (Operation operation : transaction.operations()) {
      if (!paths.add(operation.key().path()) && operation instanceof Operation.Put) {
        throw refused("commit a transaction", "duplicate key given in txn request");
      }
    }
    if (!transaction.comparisons().stream().allMatch(this::holds)) {
      return false;
    }
    for (Operation operation : transaction.operations()) {
      if (operation instanceof Operation.Put put
          && put.lease() != 0
          && !leases.containsKey(put.lease())) {
        throw refused("commit a transaction", "requested lease not found");
      }
    }
    carryOut(transaction.operations());
    return true;
  }

  /** Whether what stands is what the transaction would have written. */
  synchronized boolean isDone(Transaction transaction) {
    return transaction.operations().stream()
        .allMatch(operation -> {
          Entry entry = entries.get(operation.key().path());
          return switch (operation) {
            case Operation.Put(_, byte[] value, _) ->
                entry != null && Arrays.equals(value, entry.bytes());
            case Operation.Delete _ -> entry == null;
          };
        });
  }

  synchronized <T> Watching watch(Prefix<T> prefix, long from, WatchListener<T> listener) {
    expire();
    if (from < compacted) {
      listener.broken("etcdserver: mvcc: required revision has been compacted");
      return () -> {};
    }
    Watcher<T> watcher = new Watcher<>(prefix, listener);
    history.stream().filter(change -> change.revision() >= from).forEach(watcher::tell);
    watchers.add(watcher);
    return () -> stop(watcher);
  }

  private synchronized void stop(Watcher<?> watcher) {
    watchers.remove(watcher);
  }

  /** Ends all watches, as a member does that goes away. */
  public synchronized void breakWatches() {
    List<Watcher<?>> broken = List.copyOf(watchers);
    watchers.clear();
    broken.forEach(watcher -> watcher.listener().broken("the member went away"));
  }

  synchronized long grant(Duration ttl) {
    expire();
    lastLease++;
    leases.put(lastLease, new Lease(ttl, clock.instant().plus(ttl)));
    return lastLease;
  }

  synchronized boolean keepAlive(long lease) {
    expire();
    return leases.computeIfPresent(
            lease, (_, old) -> new Lease(old.ttl(), clock.instant().plus(old.ttl())))
        != null;
  }

  synchronized void revoke(long lease) {
    if (leases.remove(lease) != null) {
      carryOut(
          entries.values().stream()
              .filter(entry -> entry.lease() == lease)
              .<Operation>map(entry -> new Operation.Delete(entry.key()))
              .toList());
    }
  }

  synchronized void compact(long at) {
    if (at <= compacted || at > revision) {
      throw refused(
          "compact to revision " + at,
          at > revision
              ? "mvcc: required revision is a future revision"
              : "mvcc: required revision has been compacted");
    }
    compacted = at;
    history.removeIf(change -> change.revision() < at);
  }

  synchronized long bytes() {
    return entries.values().stream().mapToLong(entry -> entry.bytes().length).sum();
  }

  synchronized <T> Optional<Versioned<T>> find(Key<T> key) {
    expire();
    Entry entry = entries.get(key.path());
    if (entry == null) {
      return Optional.empty();
    }
    return Optional.of(
        entry.record() == null
            ? Codec.decode(key, entry.bytes(), entry.created(), entry.modified())
            : typed(entry.record()));
  }

  private boolean holds(Comparison comparison) {
    Entry entry = entries.get(comparison.key().path());
    return switch (comparison) {
      case Comparison.Absent _ -> entry == null;
      case Comparison.Present _ -> entry != null;
      case Comparison.ModifiedAt(_, long at) -> (entry == null ? 0 : entry.modified()) == at;
      case Comparison.CreatedAt(_, long at) -> (entry == null ? 0 : entry.created()) == at;
    };
  }

  private void carryOut(List<Operation> operations) {
    long next = revision + 1;
    List<Change> changes = new ArrayList<>();
    for (Operation operation : operations) {
      Entry old = entries.get(operation.key().path());
      switch (operation) {
        case Operation.Put(Key<?> key, byte[] value, long lease) -> {
          long created = old == null ? next : old.created();
          Versioned<?> record = decode(key, value, created, next);
          entries.put(key.path(), new Entry(key, value, record, created, next, lease));
          if (record != null) {
            changes.add(new Change(next, key, record));
          }
          revision = next;
        }
        case Operation.Delete(Key<?> key) -> {
          if (entries.remove(key.path()) != null) {
            changes.add(new Change(next, key, null));
            revision = next;
          }
        }
      }
    }
    history.addAll(changes);
    for (Watcher<?> watcher : List.copyOf(watchers)) {
      changes.forEach(watcher::tell);
    }
  }

  private static @Nullable Versioned<?> decode(
      Key<?> key, byte[] value, long created, long modified) {
    try {
      return Codec.decode(key, value, created, modified);
    } catch (MalformedRecordException e) {
      return null;
    }
  }

  @SuppressWarnings("unchecked") // a path has one kind of record: FarmKeys makes both
  private static <T> Versioned<T> typed(Versioned<?> entry) {
    return (Versioned<T>) entry;
  }

  private static EtcdUnavailableException refused(String verb, String why) {
    return new EtcdUnavailableException(
        "tried to " + verb + " but etcd said: etcdserver: " + why, null);
  }

  private record Watcher<T>(Prefix<T> prefix, WatchListener<T> listener) {
    void tell(Change change) {
      if (change.key().path().startsWith(prefix.path())) {
        Key<T> key = prefix.key(change.key().path());
        listener.event(
            change.entry() == null
                ? new WatchEvent.Deleted<>(key, change.revision())
                : new WatchEvent.Put<>(typed(change.entry())));
      }
    }
  }
}
