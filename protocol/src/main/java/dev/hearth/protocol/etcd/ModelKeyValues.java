package dev.hearth.protocol.etcd;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * {@link KeyValues} over a {@link ModelEtcd}, with whatever faults it is given: the double by which
 * the farm's rules are tried in virtual time. The contract test holds it against a real etcd.
 */
public final class ModelKeyValues implements KeyValues {
  /** How often an unanswered transaction is sent before its caller is told "unknown". */
  private static final int TRIES = 4;

  private final ModelEtcd etcd;
  private final ModelFaults faults;

  public ModelKeyValues(ModelEtcd etcd, ModelFaults faults) {
    this.etcd = etcd;
    this.faults = faults;
  }

  @Override
  public <T> Optional<Versioned<T>> find(Key<T> key) {
    return answer("read " + key, () -> etcd.find(key));
  }

  @Override
  public Snapshot read(Collection<? extends Key<?>> keys) {
    List<? extends Key<?>> asked = List.copyOf(keys);
    return answer("read several keys", () -> etcd.read(asked));
  }

  @Override
  public <T> Listing<T> list(Prefix<T> prefix) {
    return answer("list " + prefix, () -> etcd.list(prefix));
  }

  @Override
  public boolean commit(Transaction transaction) {
    boolean unanswered = false;
    for (int i = 0; i < TRIES; i++) {
      switch (faults.next("commit a transaction")) {
        case ANSWERED -> {
          return etcd.commit(transaction) || (unanswered && etcd.isDone(transaction));
        }
        case UNANSWERED -> {
          etcd.commit(transaction);
          unanswered = true;
        }
        case LOST -> unanswered = true;
      }
    }
    throw unavailable("commit a transaction");
  }

  @Override
  public <T> Watching watch(Prefix<T> prefix, long fromRevision, WatchListener<T> listener) {
    return etcd.watch(prefix, fromRevision, listener);
  }

  @Override
  public long grantLease(Duration ttl) {
    return answer("grant a lease", () -> etcd.grant(ttl));
  }

  @Override
  public boolean keepAlive(long lease) {
    return answer("keep a lease alive", () -> etcd.keepAlive(lease));
  }

  @Override
  public void revokeLease(long lease) {
    answer(
        "revoke a lease",
        () -> {
          etcd.revoke(lease);
          return true;
        });
  }

  @Override
  public void compact(long revision) {
    answer(
        "compact",
        () -> {
          etcd.compact(revision);
          return true;
        });
  }

  @Override
  public long revision() {
    return answer("read the revision", etcd::revision);
  }

  @Override
  public EtcdHealth health() {
    return answer("ask for the status", () -> new EtcdHealth("model", etcd.bytes(), Set.of()));
  }

  /** Nothing is held. */
  @Override
  public void close() {}

  private <R> R answer(String verb, Supplier<R> request) {
    return switch (faults.next(verb)) {
      case ANSWERED -> request.get();
      case UNANSWERED -> {
        var _ = request.get();
        throw unavailable(verb);
      }
      case LOST -> throw unavailable(verb);
    };
  }

  private static EtcdUnavailableException unavailable(String verb) {
    return new EtcdUnavailableException(
        "tried to " + verb + " but etcd did not answer in time", null);
  }
}
