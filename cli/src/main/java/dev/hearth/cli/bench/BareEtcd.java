package dev.hearth.cli.bench;

import dev.hearth.protocol.LastNumber;
import dev.hearth.protocol.ProjectId;
import dev.hearth.protocol.etcd.FarmKeys;
import dev.hearth.protocol.etcd.Key;
import dev.hearth.protocol.etcd.KeyValues;
import dev.hearth.protocol.etcd.Transaction;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** What an etcd gives a client that does nothing else: the measure for what a farm makes of it. */
record BareEtcd(KeyValues etcd, FarmKeys keys) {
  private static final int AT_ONCE = 64;

  /** Transactions of one compare and two puts, a second, many at once. */
  double transactionsPerSecond(Duration time) throws InterruptedException {
    AtomicLong done = new AtomicLong();
    long began = System.nanoTime();
    long end = began + time.toNanos();
    Thread[] threads = new Thread[AT_ONCE];
    for (int client = 0; client < AT_ONCE; client++) {
      threads[client] =
          Thread.startVirtualThread(() -> {
            while (System.nanoTime() < end) {
              etcd.commit(transaction());
              done.incrementAndGet();
            }
          });
    }
    for (Thread thread : threads) {
      thread.join();
    }
    return done.get() / ((System.nanoTime() - began) / 1e9);
  }

  private Transaction transaction() {
    Key<LastNumber> one = keys.number(ProjectId.random());
    Key<LastNumber> other = keys.number(ProjectId.random());
    return Transaction.begin()
        .ifAbsent(one)
        .put(one, new LastNumber(1))
        .put(other, new LastNumber(2))
        .end();
  }
}
