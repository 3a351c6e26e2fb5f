package dev.hearth.dispatcher.farm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.hearth.protocol.DispatcherRecord;
import dev.hearth.protocol.etcd.FarmKeys;
import dev.hearth.protocol.etcd.KeyValues;
import dev.hearth.protocol.etcd.ModelEtcd;
import dev.hearth.protocol.etcd.ModelFaults.Fate;
import dev.hearth.protocol.etcd.ModelKeyValues;
import dev.hearth.protocol.etcd.Transaction;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PresenceTest {
  private static final FarmKeys KEYS = new FarmKeys();
  private final ModelEtcd model = new ModelEtcd(Clock.systemUTC());
  private final KeyValues etcd =
      new ModelKeyValues(
          model,
          _ -> {
            model.expire();
            return Fate.ANSWERED;
          });

  private Presence presence(String id, String farm, boolean alone) {
    return new Presence(
        etcd,
        KEYS,
        new DispatcherRecord(id, "http://" + id, farm, Instant.EPOCH),
        alone,
        Duration.ofSeconds(2),
        _ -> {});
  }

  @Test
  void dispatchersOfOneFarmAreUpSideBySide() {
    try (Presence first = presence("a", "farm-1", false);
        Presence second = presence("b", "farm-1", false)) {
      first.start();
      second.start();

      assertThat(etcd.list(KEYS.dispatchers()).entries())
          .extracting(one -> one.value().url())
          .containsExactlyInAnyOrder("http://a", "http://b");
    }
  }

  @Test
  void oneWithAnotherDatabaseIsRefusedInWordsAndLeavesNothing() {
    try (Presence first = presence("a", "farm-1", false);
        Presence second = presence("b", "farm-2", false)) {
      first.start();

      assertThatExceptionOfType(ForeignDispatcherException.class)
          .isThrownBy(second::start)
          .withMessageContaining("dispatcher a at http://a is up in it with another database");
      assertThat(etcd.find(KEYS.dispatcher("b"))).isEmpty();
      assertThat(etcd.find(KEYS.dispatcher("a"))).isPresent();
    }
  }

  @Test
  void oneWithSqliteIsRefusedBesideAnyOther() {
    try (Presence first = presence("a", "farm-1", true);
        Presence second = presence("b", "farm-1", true)) {
      first.start();

      assertThatExceptionOfType(ForeignDispatcherException.class)
          .isThrownBy(second::start)
          .withMessageContaining("SQLite");
    }
  }

  @Test
  void aDeadDispatchersRecordIsWaitedOut() {
    etcd.commit(
        Transaction.begin()
            .put(
                KEYS.dispatcher("dead"),
                new DispatcherRecord("dead", "http://dead", "farm-0", Instant.EPOCH),
                etcd.grantLease(Duration.ofSeconds(2)))
            .end());
    try (Presence next = presence("next", "farm-1", true)) {
      next.start();

      assertThat(etcd.find(KEYS.dispatcher("next"))).isPresent();
    }
  }
}
