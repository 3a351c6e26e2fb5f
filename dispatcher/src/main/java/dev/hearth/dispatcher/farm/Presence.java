package dev.hearth.dispatcher.farm;

import dev.hearth.protocol.DispatcherRecord;
import dev.hearth.protocol.etcd.EtcdUnavailableException;
import dev.hearth.protocol.etcd.FarmKeys;
import dev.hearth.protocol.etcd.HeldLease;
import dev.hearth.protocol.etcd.KeyValues;
import dev.hearth.protocol.etcd.Transaction;
import dev.hearth.protocol.etcd.Versioned;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps this dispatcher's record in etcd under a lease, also after etcd was away, and sees that it
 * does not work beside one with another database.
 */
public final class Presence implements AutoCloseable {
  private static final Duration AGAIN = Duration.ofSeconds(1);
  private static final Logger log = LoggerFactory.getLogger(Presence.class);

  private final KeyValues etcd;
  private final FarmKeys keys;
  private final DispatcherRecord record;
  private final boolean alone;
  private final Duration ttl;
  private final Consumer<ForeignDispatcherException> refused;
  private final AtomicReference<@Nullable HeldLease> lease = new AtomicReference<>();
  private final Thread thread = Thread.ofVirtual().name("presence").unstarted(this::run);

  /**
   * @param alone whether its database is for one dispatcher only
   * @param refused told if it turns out only after the start that this dispatcher must not run
   */
  public Presence(
      KeyValues etcd,
      FarmKeys keys,
      DispatcherRecord record,
      boolean alone,
      Duration ttl,
      Consumer<ForeignDispatcherException> refused) {
    this.etcd = etcd;
    this.keys = keys;
    this.record = record;
    this.alone = alone;
    this.ttl = ttl;
    this.refused = refused;
  }

  /**
   * Registers, and keeps the registration; while etcd does not answer, later. The record of a
   * dispatcher that is dead is waited out.
   *
   * @throws ForeignDispatcherException if it can't work beside one that is up
   */
  public void start() {
    long dead = System.nanoTime() + ttl.plus(ttl.dividedBy(2)).toNanos();
    try {
      while (!isRegistered(dead)) {
        Thread.sleep(AGAIN);
      }
    } catch (EtcdUnavailableException e) {
      later(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    thread.start();
  }

  private boolean isRegistered(long refuseFrom) {
    try {
      register();
      return true;
    } catch (ForeignDispatcherException e) {
      if (System.nanoTime() - refuseFrom > 0) {
        throw e;
      }
      return false;
    }
  }

  /** How long etcd has answered this dispatcher without a gap: {@link HeldLease#steady}. */
  public Duration steady() {
    HeldLease held = lease.get();
    return held == null ? Duration.ZERO : held.steady();
  }

  @Override
  public void close() {
    thread.interrupt();
    HeldLease held = lease.getAndSet(null);
    if (held != null) {
      held.close();
    }
  }

  private void run() {
    while (true) {
      try {
        Thread.sleep(AGAIN);
        HeldLease held = lease.get();
        if (held == null || held.isGone()) {
          register();
        }
      } catch (InterruptedException e) {
        return;
      } catch (EtcdUnavailableException e) {
        later(e);
      } catch (ForeignDispatcherException e) {
        refused.accept(e);
        return;
      }
    }
  }

  private void register() {
    HeldLease granted = HeldLease.grant(etcd, ttl, () -> lease.set(null));
    lease.set(granted);
    etcd.commit(Transaction.begin().put(keys.dispatcher(record.id()), record, granted.id()).end());
    Optional<DispatcherRecord> foreign = foreign();
    if (foreign.isPresent()) {
      lease.set(null);
      granted.close();
      throw refusal(foreign.get());
    }
  }

  /**
   * Looked for when ours stands there: of two that start together the later one finds the other.
   */
  private Optional<DispatcherRecord> foreign() {
    List<Versioned<DispatcherRecord>> all = etcd.list(keys.dispatchers()).entries();
    long ours =
        all.stream()
            .filter(one -> one.value().id().equals(record.id()))
            .mapToLong(Versioned::createRevision)
            .findFirst()
            .orElse(Long.MAX_VALUE);
    return all.stream()
        .filter(one -> one.createRevision() < ours)
        .map(Versioned::value)
        .filter(one -> alone || !Objects.equals(one.farm(), record.farm()))
        .findFirst();
  }

  private ForeignDispatcherException refusal(DispatcherRecord other) {
    String beside =
        "tried to join the farm in etcd, but dispatcher "
            + other.id()
            + " at "
            + other.url()
            + " is up in it ";
    return new ForeignDispatcherException(
        alone
            ? beside
                + "and this one has a SQLite database, with which a farm has one dispatcher; stop the"
                + " other, or set HEARTH_DATABASE to a PostgreSQL for both"
            : beside
                + "with another database; set HEARTH_DATABASE to the same for both, or give this one"
                + " the etcd of its own farm");
  }

  private void later(EtcdUnavailableException e) {
    HeldLease half = lease.getAndSet(null);
    if (half != null) {
      half.abandon();
    }
    log.atDebug().addKeyValue("cause", e.getMessage()).log("can't be registered now");
  }
}
