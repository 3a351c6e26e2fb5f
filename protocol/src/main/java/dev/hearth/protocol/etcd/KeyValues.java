package dev.hearth.protocol.etcd;

import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the farm asks of etcd. Calls block; each has a deadline of a few seconds and throws {@link
 * EtcdUnavailableException} when etcd does not answer. Safe for use by many threads.
 */
public interface KeyValues extends AutoCloseable {
  /**
   * @throws MalformedRecordException if something else stands there
   */
  <T> Optional<Versioned<T>> find(Key<T> key);

  /**
   * Reads several keys at one revision, in one request.
   *
   * @throws MalformedRecordException if something else stands under one of them
   */
  Snapshot read(Collection<? extends Key<?>> keys);

  /** All records of a kind at one revision; what can't be decoded is left out. */
  <T> Listing<T> list(Prefix<T> prefix);

  /**
   * All records likewise; those that did not change since they were read are not made anew.
   *
   * @param known what was read of a key before; null if nothing was
   */
  default <T> Listing<T> list(Prefix<T> prefix, Function<Key<T>, @Nullable Versioned<T>> known) {
    return list(prefix);
  }

  /**
   * Carries a transaction out if all its comparisons hold. One that is not answered is sent again
   * until its fate is known or a deadline passes.
   *
   * @return whether it was carried out, and true also if an unanswered first try had done it
   * @throws EtcdUnavailableException if it can't be said whether it was carried out
   */
  boolean commit(Transaction transaction);

  /**
   * Tells of every change from a revision on, in order, until it breaks or is closed. Never resumes
   * by itself: whoever watches lists again.
   */
  <T> Watching watch(Prefix<T> prefix, long fromRevision, WatchListener<T> listener);

  /** A new lease; returns its id, never 0. */
  long grantLease(Duration ttl);

  /**
   * Keeps a lease for another full TTL.
   *
   * @return false if there is no such lease any more
   */
  boolean keepAlive(long lease);

  /** Ends a lease and deletes its keys; nothing happens if it is gone already. */
  void revokeLease(long lease);

  /** Forgets the history before a revision. */
  void compact(long revision);

  /** The revision of the whole store. */
  long revision();

  /** Size and alarms of the member that answers first. */
  EtcdHealth health();

  @Override
  void close();
}
