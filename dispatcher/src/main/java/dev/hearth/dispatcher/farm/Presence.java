package dev.hearth.dispatcher.farm;

import dev.hearth.protocol.DispatcherRecord;
import dev.hearth.protocol.etcd.EtcdUnavailableException;
import dev.hearth.protocol.etcd.FarmKeys;
import dev.hearth.protocol.etcd.HeldLease;
import dev.hearth.protocol.etcd.KeyValues;
import dev.hearth.protocol.etcd.Transaction;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps this dispatcher's record in etcd under a lease, also after etcd was away. */
public final class Presence implements AutoCloseable {
  private static final Duration AGAIN = Duration.ofSeconds(1);
  private static final Logger log = LoggerFactory.getLogger(Presence.class);

  private final KeyValues etcd;
  private final FarmKeys keys;
  private final DispatcherRecord record;
  private final Duration ttl;
  private final AtomicReference<@Nullable HeldLease> lease = new AtomicReference<>();
  private final Thread thread = Thread.ofVirtual().name("presence").unstarted(this::run);

  public Presence(KeyValues etcd, FarmKeys keys, DispatcherRecord record, Duration ttl) {
    this.etcd = etcd;
    this.keys = keys;
    this.record = record;
    this.ttl = ttl;
  }

  public void start() {
    thread.start();
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
        HeldLease held = lease.get();
        if (held == null || held.isGone()) {
          HeldLease granted = HeldLease.grant(etcd, ttl, () -> lease.set(null));
          lease.set(granted);
          etcd.commit(
              Transaction.begin().put(keys.dispatcher(record.id()), record, granted.id()).end());
        }
        Thread.sleep(AGAIN);
      } catch (InterruptedException e) {
        return;
      } catch (EtcdUnavailableException e) {
        HeldLease half = lease.getAndSet(null);
        if (half != null) {
          half.abandon();
        }
        log.atDebug().addKeyValue("cause", e.getMessage()).log("can't be registered now");
      }
    }
  }
}
