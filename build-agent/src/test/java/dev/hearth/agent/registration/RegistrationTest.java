package dev.hearth.agent.registration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.hearth.protocol.AgentId;
import dev.hearth.protocol.AgentRecord;
import dev.hearth.protocol.AgentStatus;
import dev.hearth.protocol.etcd.FarmKeys;
import dev.hearth.protocol.etcd.Key;
import dev.hearth.protocol.etcd.KeyValues;
import dev.hearth.protocol.etcd.ModelEtcd;
import dev.hearth.protocol.etcd.ModelFaults;
import dev.hearth.protocol.etcd.ModelKeyValues;
import dev.hearth.protocol.etcd.Transaction;
import dev.hearth.protocol.etcd.Versioned;
import dev.hearth.protocol.etcd.WatchEvent;
import dev.hearth.protocol.etcd.WatchListener;
import dev.hearth.protocol.etcd.Watching;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class RegistrationTest {
  private static final Duration TTL = Duration.ofSeconds(1);

  @TempDir Path home;

  private final AgentId name = new AgentId("one");
  private final FarmKeys keys = new FarmKeys();
  private final ModelEtcd model = new ModelEtcd(Clock.systemUTC());

  /** Another one's way to the same etcd, which has no faults. */
  private final KeyValues etcd = new ModelKeyValues(model, ModelFaults.NONE);

  private final AtomicBoolean ousted = new AtomicBoolean();
  private StateDirectory state;
  private Optional<Registration> begun = Optional.empty();
  private long lastLease;

  @BeforeEach
  void open() {
    state = StateDirectory.open(home);
  }

  @AfterEach
  void close() {
    begun.ifPresent(Registration::close);
    state.close();
  }

  @Test
  void anAgentWhoseDiskIsFullWhenItLosesItsLeaseRegistersAnewWhenThereIsRoomAgain()
      throws IOException, InterruptedException {
    var grants = new AtomicInteger();
    var revokes = new AtomicInteger();
    Registration registration =
        registration(verb -> {
          if (verb.equals("grant a lease")) {
            grants.incrementAndGet();
          } else if (verb.equals("revoke a lease")) {
            revokes.incrementAndGet();
          }
          return ModelFaults.Fate.ANSWERED;
        });
    Standing first = registration.register();
    Path full = Files.createDirectory(home.resolve("lease.new"));

    etcd.revokeLease(first.lease().id());
    await().until(() -> revokes.get() >= 2);
    assertThat(registration.standing()).isEmpty();
    Files.delete(full);

    await().until(() -> registration.standing().isPresent());
    assertThat(stands()).hasValue(registration.standing().orElseThrow().record());
    assertThat(revokes).as("the leases of tries in vain").hasValue(grants.get() - 2);
  }

  @Test
  void anAgentThatCantReadWhatItRegisteredIsNeverGone() throws InterruptedException {
    stands(state.bootId());
    List<Key<AgentRecord>> gone = new CopyOnWriteArrayList<>();
    try (Watching _ = etcd.watch(keys.agents(), 1, listOfGone(gone))) {
      var registered = new AtomicBoolean();
      var unread = new AtomicInteger();
      Registration registration =
          registration(verb -> {
            registered.compareAndSet(false, verb.equals("commit a transaction"));
            boolean lost =
                registered.get() && verb.startsWith("read ") && unread.getAndIncrement() == 0;
            return lost ? ModelFaults.Fate.LOST : ModelFaults.Fate.ANSWERED;
          });

      Standing standing = registration.register();

      assertThat(unread).hasPositiveValue();
      assertThat(stands()).hasValue(standing.record());
      assertThat(gone).isEmpty();
    }
  }

  @Test
  void anAgentGivesWayToACopyOfItsStateDirectoryOnAnotherHost() throws InterruptedException {
    Registration registration = registration(ModelFaults.NONE);
    Standing first = registration.register();

    AgentRecord copy = stands("of another host");
    etcd.revokeLease(first.lease().id());

    await().until(ousted::get);
    assertThat(registration.isOusted()).isTrue();
    assertThat(registration.standing()).isEmpty();
    assertThat(stands()).hasValue(copy);
  }

  @Test
  void anAgentGivesWayToWhatIsNoRecordAtAll() throws InterruptedException {
    Registration registration = registration(ModelFaults.NONE);
    Standing first = registration.register();

    var key = new Key<>(keys.agent(name).path(), NoRecord.class);
    assertThat(etcd.commit(Transaction.begin().put(key, new NoRecord("nonsense")).end())).isTrue();
    etcd.revokeLease(first.lease().id());

    await().until(ousted::get);
    assertThat(registration.standing()).isEmpty();
  }

  @Test
  void anAgentThatDiedWithItsHostWaitsUntilItsRecordIsGone() throws Exception {
    AgentRecord before = stands("before the host was booted anew");
    Registration registration = registration(ModelFaults.NONE);
    var registered = new FutureTask<>(registration::register);
    Thread.ofVirtual().start(registered);

    await().during(TTL).until(() -> stands().equals(Optional.of(before)));
    assertThat(registered).isNotDone();
    etcd.revokeLease(lastLease);

    AgentRecord now = registered.get().record();
    assertThat(stands()).hasValue(now);
  }

  @Test
  void anAgentWhoseRecordOfAnEarlierBootStaysIsRefused() {
    AgentRecord before = stands("before the host was booted anew");
    Registration registration = registration(ModelFaults.NONE);

    assertThatThrownBy(registration::register)
        .isInstanceOf(RegistrationRefusedException.class)
        .hasMessageContaining("for 6 s")
        .hasMessageContaining("another agent of this name");
    assertThat(stands()).hasValue(before);
  }

  /** Can be written, and not be read. */
  private static final class NoRecord {
    private final String text;

    NoRecord(String text) {
      this.text = text;
    }

    @JsonProperty
    String text() {
      return text;
    }
  }

  /** What a process of this agent that was killed has left, for as long as nobody ends it. */
  private AgentRecord stands(String bootId) {
    var record = new AgentRecord(name, state.identity(), bootId, 7, 2, Set.of(), "test");
    lastLease = etcd.grantLease(Duration.ofMinutes(1));
    assertThat(etcd.commit(Transaction.begin().put(keys.agent(name), record, lastLease).end()))
        .isTrue();
    return record;
  }

  private static WatchListener<AgentRecord> listOfGone(List<Key<AgentRecord>> gone) {
    return new WatchListener<>() {
      @Override
      public void event(WatchEvent<AgentRecord> event) {
        if (event instanceof WatchEvent.Deleted<AgentRecord> deleted) {
          gone.add(deleted.key());
        }
      }

      @Override
      public void broken(String reason) {}
    };
  }

  private Registration registration(ModelFaults faults) {
    var registration =
        new Registration(
            new ModelKeyValues(model, faults),
            keys,
            new AgentProfile(name, 2, Set.of(), TTL, TTL, "test"),
            () -> new AgentStatus(true, true, "", 0, 0, Set.of()),
            state,
            () -> ousted.set(true));
    begun = Optional.of(registration);
    return registration;
  }

  private Optional<AgentRecord> stands() {
    return etcd.find(keys.agent(name)).map(Versioned::value);
  }
}
