package dev.hearth.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What holds while a server of the farm is down, and after it is back. */
@OnSharedFarm
class OutagesTest {
  private static final String DOCKERFILE = "FROM debian:bookworm-slim\nCOPY file /file\n";

  private final TestFarm farm;

  OutagesTest(TestFarm farm) {
    this.farm = farm;
  }

  @Test
  void whileEtcdIsDownAHookIsToldToComeAgainAndNothingIsHalfAccepted() {
    TestProject project = farm.project();
    String commit = project.commit("main", Map.of("Dockerfile", DOCKERFILE, "file", ""));
    GitLabPush push =
        GitLabPush.of(
            project.number(), project.url(), "refs/heads/main", GitLabPush.NOTHING, commit);
    String delivery = UUID.randomUUID().toString();

    farm.etcd.stop();
    try {
      HttpResponse<String> refused = project.deliver(push, delivery);
      assertThat(refused.statusCode()).as(refused.body()).isEqualTo(503);
      assertThat(FarmClient.json(refused).path("error").asText()).contains("etcd");
      assertThat(farm.client.get("/health/live").statusCode()).isEqualTo(200);
      HttpResponse<String> ready = farm.client.get("/health/ready");
      assertThat(ready.statusCode()).isEqualTo(503);
      assertThat(ready.body()).contains("etcd");
    } finally {
      farm.etcd.start();
    }

    await("readiness")
        .atMost(Duration.ofSeconds(60))
        .until(() -> farm.client.get("/health/ready").statusCode() == 200);
    HttpResponse<String> again = project.deliver(push, delivery);
    assertThat(again.statusCode()).as(again.body()).isEqualTo(202);
    JsonNode accepted = FarmClient.json(again).path("builds").path(0);
    assertThat(accepted.path("number").asInt()).isEqualTo(1);
    farm.build(accepted.path("id").asText()).succeeded();
  }

  @Test
  void aBuildThatRunsWhileEtcdIsDownGoesOnAfterwards() {
    TestProject project =
        farm.project(
            """
            {"builder": "maven-jdk17", "command": "echo began; sleep 8; echo end > file"}
            """);
    TestBuild build = project.push(Map.of("Dockerfile", DOCKERFILE)).awaitLog("began");

    farm.etcd.restart();

    build.succeeded();
    assertThat(build.json().path("attempts").asInt()).isEqualTo(1);
  }

  @Test
  void aRegistryThatIsDownFailsThePush() {
    TestProject project = farm.project();
    farm.registry.stop();
    try {
      TestBuild build = project.push(Map.of("Dockerfile", DOCKERFILE, "file", "first"));

      assertThat(build.failedAt("push")).contains(farm.registry.address());
      assertThat(farm.client.get("/health/ready").body()).contains("registry");
    } finally {
      farm.registry.start();
    }
    project.push(Map.of("file", "second")).succeeded();
  }
}
