package dev.hearth.protocol.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.hearth.protocol.AgentId;
import dev.hearth.protocol.AgentStatus;
import dev.hearth.protocol.AttemptId;
import dev.hearth.protocol.BuildId;
import dev.hearth.protocol.Cordon;
import dev.hearth.protocol.StopKind;
import dev.hearth.protocol.StopOrder;
import dev.hearth.testing.EtcdServer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 2, unit = TimeUnit.MINUTES)
class EtcdAccessTest {
  private static final AgentId OWN = new AgentId("agent-a");
  private static final AgentId OTHER = new AgentId("agent-b");
  private static final AgentStatus STATUS = new AgentStatus(true, true, "", 1, 0, Set.of());
  private static final FarmKeys KEYS = new FarmKeys();
  private static final StopOrder STOP =
      new StopOrder(StopKind.CANCELLED, "ann", "", Instant.parse("2026-11-22T00:00:00Z"));

  private static EtcdServer server;

  @BeforeAll
  static void startAndSecure() {
    server = EtcdServer.withoutUsers();
    for (int time = 1; time <= 2; time++) { // the second time all is there already
      try (EtcdAccess access = EtcdAccess.secure(config(null, null), "root's", KEYS)) {
        access.addDispatcher("hearth", "dispatcher's");
        access.addAgent(OWN, "agent's");
      }
    }
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void whoHasNoPasswordReadsNothing() {
    try (KeyValues stranger = open(null, null)) {
      assertThatThrownBy(() -> stranger.find(KEYS.status(OWN)))
          .isInstanceOf(EtcdUnavailableException.class);
    }
  }

  @Test
  void anAgentWritesItsOwnKeysAndNobodyElses() {
    try (KeyValues agent = open(OWN.value(), "agent's")) {
      assertThat(agent.commit(put(KEYS.status(OWN)))).isTrue();
      assertThat(agent.find(KEYS.status(OWN))).isPresent();

      assertThatThrownBy(() -> agent.commit(put(KEYS.status(OTHER))))
          .hasMessageContaining("permission denied");
    }
  }

  @Test
  void anAgentReadsItsTasksAndCannotWriteThem() {
    AttemptId attempt = new AttemptId(BuildId.next(), 1);
    try (KeyValues agent = open(OWN.value(), "agent's")) {
      assertThat(agent.list(KEYS.tasks(OWN)).entries()).isEmpty();
      assertThat(agent.list(KEYS.stops(OWN)).entries()).isEmpty();
      assertThat(agent.list(KEYS.attempts(OWN)).entries()).isEmpty();

      assertThatThrownBy(() -> agent.list(KEYS.tasks(OTHER)))
          .hasMessageContaining("permission denied");
      assertThatThrownBy(
              () -> agent.commit(Transaction.begin().delete(KEYS.task(OWN, attempt)).end()))
          .hasMessageContaining("permission denied");
    }
  }

  @Test
  void anAgentWhoseUserIsTakenAwayReachesNothingAnyMore() {
    AgentId revoked = new AgentId("agent-c");
    try (EtcdAccess root = EtcdAccess.root(config(null, null), "root's", KEYS)) {
      root.addAgent(revoked, "agent's");
      try (KeyValues agent = open(revoked.value(), "agent's")) {
        assertThat(agent.commit(put(KEYS.status(revoked)))).isTrue();

        root.removeAgent(revoked);

        assertThatThrownBy(() -> agent.find(KEYS.status(revoked)))
            .isInstanceOf(EtcdUnavailableException.class);
        root.removeAgent(revoked); // nothing is left to do
      }
    }
  }

  @Test
  void aChangedPasswordIsTakenUpWithoutANewStart() throws Exception {
    AgentId renewed = new AgentId("agent-d");
    AtomicBoolean lost = new AtomicBoolean();
    try (EtcdAccess root = EtcdAccess.root(config(null, null), "root's", KEYS);
        KeyValues dispatcher = open("hearth", "dispatcher's")) {
      root.addAgent(renewed, "first");
      try (JetcdKeyValues agent = new JetcdKeyValues(config(renewed.value(), "first"));
          HeldLease lease = HeldLease.grant(agent, Duration.ofSeconds(5), () -> lost.set(true));
          Mirror<StopOrder> stops = Mirror.start(agent, KEYS.stops(renewed))) {
        assertThat(stops.awaitReady(Duration.ofSeconds(20))).isTrue();
        root.addAgent(renewed, "second");
        agent.signIn("second");

        assertThat(agent.commit(put(KEYS.status(renewed)))).isTrue();
        for (int number = 1; number <= 12; number++) { // until long after the old connection ended
          Key<StopOrder> stop = KEYS.stop(renewed, new AttemptId(BuildId.next(), number));
          assertThat(dispatcher.commit(Transaction.begin().put(stop, STOP).end())).isTrue();
          await()
              .pollDelay(Duration.ofMillis(600))
              .atMost(Duration.ofSeconds(20))
              .until(() -> stops.find(stop).isPresent());
        }
        assertThat(agent.keepAlive(lease.id())).isTrue();
        assertThat(lost).isFalse();
      }
    }
  }

  @Test
  void aDispatcherReachesAllOfTheFarmAndKeepsHouse() {
    try (KeyValues dispatcher = open("hearth", "dispatcher's")) {
      assertThat(dispatcher.commit(put(KEYS.status(OTHER)))).isTrue();
      Key<Cordon> cordon = KEYS.cordon(OTHER);
      assertThat(dispatcher.commit(Transaction.begin().ifAbsent(cordon).delete(cordon).end()))
          .isTrue();
      assertThat(dispatcher.list(KEYS.builds()).entries()).isEmpty();
      assertThat(dispatcher.health().alarms()).isEmpty();
      dispatcher.compact(dispatcher.revision());
    }
  }

  @Test
  void rootsPasswordCannotBeGuessedAnew() {
    assertThatThrownBy(() -> EtcdAccess.secure(config(null, null), "guessed", KEYS))
        .isInstanceOf(EtcdUnavailableException.class);
  }

  private static Transaction put(Key<AgentStatus> key) {
    return Transaction.begin().put(key, STATUS).end();
  }

  private static KeyValues open(@Nullable String user, @Nullable String password) {
    return new JetcdKeyValues(config(user, password));
  }

  private static EtcdConfig config(@Nullable String user, @Nullable String password) {
    return new EtcdConfig(List.of(server.endpoint()), user, password, EtcdConfig.DEADLINE);
  }
}
