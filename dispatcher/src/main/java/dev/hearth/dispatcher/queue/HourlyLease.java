package dev.hearth.dispatcher.queue;

import dev.hearth.protocol.etcd.KeyValues;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * One lease an hour, shared by all deliveries of that hour and never kept alive: a lease for each
 * delivery would fill etcd's disk.
 */
final class HourlyLease {
  /** How long a delivery is remembered in etcd at least; then the ledger in SQL answers. */
  private static final Duration AT_LEAST = Duration.ofHours(2);

  private static final Duration SHARED = Duration.ofHours(1);

  private final KeyValues etcd;
  private final Clock clock;
  private long lease;
  private Instant renewAt = Instant.MIN;

  HourlyLease(KeyValues etcd, Clock clock) {
    this.etcd = etcd;
    this.clock = clock;
  }

  synchronized long id() {
    if (clock.instant().isAfter(renewAt)) {
      lease = etcd.grantLease(AT_LEAST.plus(SHARED));
      renewAt = clock.instant().plus(SHARED);
    }
    return lease;
  }

  /** Forgets the lease, which etcd does not know (any more). */
  synchronized void forget() {
    renewAt = Instant.MIN;
  }
}
