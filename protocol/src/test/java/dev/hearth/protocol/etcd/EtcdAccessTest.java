package dev.hearth.protocol.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.protocol.AgentId;
import dev.hearth.protocol.AgentStatus;
import dev.hearth.protocol.AttemptId;
import dev.hearth.protocol.BuildId;
import dev.hearth.protocol.Cordon;
import dev.hearth.testing.EtcdServer;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
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

  private static EtcdServer server;

  @BeforeAll
  static void startAndSecure() {
    server = EtcdServer.withoutUsers();
    for (int time = 1; time <= 2; time++) { // the second time all is there already
      try (EtcdAccess access = EtcdAccess.secure(server.endpoint(), "root's", KEYS)) {
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
    assertThatThrownBy(() -> EtcdAccess.secure(server.endpoint(), "guessed", KEYS))
        .isInstanceOf(EtcdUnavailableException.class);
  }

  private static Transaction put(Key<AgentStatus> key) {
    return Transaction.begin().put(key, STATUS).end();
  }

  private static KeyValues open(@Nullable String user, @Nullable String password) {
    return new JetcdKeyValues(
        new EtcdConfig(List.of(server.endpoint()), user, password, EtcdConfig.DEADLINE));
  }
}
