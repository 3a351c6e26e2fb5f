package dev.hearth.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hearth.protocol.Delivery;
import dev.hearth.protocol.ProjectId;
import dev.hearth.protocol.etcd.EtcdConfig;
import dev.hearth.protocol.etcd.EtcdUnavailableException;
import dev.hearth.protocol.etcd.FarmKeys;
import dev.hearth.protocol.etcd.JetcdKeyValues;
import dev.hearth.protocol.etcd.KeyValues;
import dev.hearth.protocol.etcd.Transaction;
import dev.hearth.testing.EtcdServer;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What holds while etcd's database is full: nothing is lost, and everybody is told. */
@OnSharedFarm
class FullEtcdTest {
  private static final String DOCKERFILE = "FROM debian:bookworm-slim\nCOPY file /file\n";

  private final TestFarm farm;

  FullEtcdTest(TestFarm farm) {
    this.farm = farm;
  }

  @Test
  void hooksAreToldToComeAgainAndEndsAreKeptUntilThereIsSpace() {
    TestProject project =
        farm.project(
            """
            {"builder": "maven-jdk17", "command": "echo began; sleep 6; echo end > file; echo built"}
            """);
    TestBuild running = project.push(Map.of("Dockerfile", DOCKERFILE)).awaitLog("began");
    String commit = project.commit("other", Map.of("Dockerfile", DOCKERFILE));
    GitLabPush push =
        GitLabPush.of(
            project.number(), project.url(), "refs/heads/other", GitLabPush.NOTHING, commit);
    String delivery = UUID.randomUUID().toString();

    try (KeyValues etcd = connect()) {
      long filling = etcd.grantLease(Duration.ofMinutes(10));
      fill(etcd, filling);
      try {
        HttpResponse<String> refused = project.deliver(push, delivery);
        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(503);
        assertThat(refused.body()).contains("database space exceeded");
        HttpResponse<String> ready = farm.client.get("/health/ready");
        assertThat(ready.statusCode()).as(ready.body()).isEqualTo(503);
        assertThat(ready.body()).contains("NOSPACE", "compact, defragment");
        running.awaitLog("built");
        await("the end is not taken")
            .during(Duration.ofSeconds(4))
            .atMost(Duration.ofSeconds(20))
            .until(() -> !running.json().path("ended").asBoolean());
      } finally {
        etcd.revokeLease(filling);
        etcd.compact(etcd.revision());
        farm.etcd.defragment();
        farm.etcd.disarm();
      }
    }

    assertThat(running.succeeded().json().path("attempts").asInt()).isEqualTo(1);
    assertThat(farm.client.get("/health/ready").statusCode()).isEqualTo(200);
    HttpResponse<String> again = project.deliver(push, delivery);
    assertThat(again.statusCode()).as(again.body()).isEqualTo(202);
    JsonNode accepted = FarmClient.json(again).path("builds").path(0);
    assertThat(accepted.path("number").asInt()).isEqualTo(2);
    farm.build(accepted.path("id").asText()).succeeded();
  }

  private KeyValues connect() {
    return new JetcdKeyValues(
        new EtcdConfig(
            List.of(farm.etcd.endpoint()),
            EtcdServer.USER,
            farm.secrets.etcd(),
            Duration.ofSeconds(10)));
  }

  /** Puts until etcd raises its alarm; all of it goes with the lease. */
  private static void fill(KeyValues etcd, long lease) {
    FarmKeys keys = new FarmKeys("/filling");
    ProjectId project = ProjectId.random();
    String text = "x".repeat(3900);
    await("NOSPACE")
        .atMost(Duration.ofMinutes(1))
        .pollInterval(Duration.ofMillis(1))
        .until(() -> {
          Transaction.Builder change = Transaction.begin();
          for (int i = 0; i < 100; i++) {
            Delivery delivery = new Delivery(List.of(), text, Instant.EPOCH);
            change.put(keys.delivery(project, UUID.randomUUID().toString()), delivery, lease);
          }
          try {
            etcd.commit(change.end());
            return false;
          } catch (EtcdUnavailableException e) {
            assertThat(e).hasMessageContaining("database space exceeded");
            return true;
          }
        });
  }
}
