package dev.hearth.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hearth.testing.EtcdServer;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds while a server of the farm is down, and after it is back. */
@OnSharedFarm
class OutagesTest {
  /** Longer than the agents' lease; a property makes it as long as one likes. */
  private static final Duration OUTAGE =
      Duration.ofSeconds(Integer.getInteger("hearth.outage.seconds", 9));

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

  /** One that is stopped keeps its leases; when one that froze is back, all of them have ended. */
  enum Away {
    STOPPED {
      @Override
      void begin(EtcdServer etcd) {
        etcd.stop();
      }

      @Override
      void end(EtcdServer etcd) {
        etcd.start();
      }
    },
    FROZEN {
      @Override
      void begin(EtcdServer etcd) {
        etcd.pause();
      }

      @Override
      void end(EtcdServer etcd) {
        etcd.unpause();
      }
    };

    abstract void begin(EtcdServer etcd);

    abstract void end(EtcdServer etcd);
  }

  @ParameterizedTest
  @EnumSource
  void buildsThatRunWhileEtcdIsAwayAreHeldAndGoOnAfterwards(Away away) throws InterruptedException {
    TestBuild building =
        farm.project()
            .push(
                Map.of(
                    "Dockerfile",
                    DOCKERFILE + "RUN sleep 20\n",
                    "file",
                    UUID.randomUUID().toString()))
            .awaitLog("Running in");
    TestBuild compiling =
        farm.project(
                """
                {"builder": "maven-jdk17", "command": "echo began; sleep 15; echo end > file"}
                """)
            .push(Map.of("Dockerfile", DOCKERFILE))
            .awaitLog("began");
    String container = farm.docker.containersOf(compiling.id()).getFirst();

    away.begin(farm.etcd);
    try {
      long stopped = System.nanoTime();
      await("the container is paused before the lease can have ended")
          .atMost(Duration.ofSeconds(5))
          .until(() -> isPaused(container));
      Thread.sleep(OUTAGE.minusNanos(System.nanoTime() - stopped));
      assertThat(isPaused(container)).isTrue();
    } finally {
      away.end(farm.etcd);
    }

    for (TestBuild build : List.of(compiling, building)) {
      build.succeeded();
      assertThat(build.json().path("attempts").asInt()).isEqualTo(1);
    }
    assertThat(building.log().split("Running in", -1))
        .as("the image's build is broken off and repeated")
        .hasSizeGreaterThan(2);
  }

  private boolean isPaused(String container) {
    return farm.docker.run("inspect", "-f", "{{.State.Paused}}", container).equals("true");
  }

  @Test
  void aPushWaitsForARegistryThatIsDown() {
    TestProject project = farm.project();
    TestBuild build;
    farm.registry.stop();
    try {
      build = project.push(Map.of("Dockerfile", DOCKERFILE, "file", "first"));
      build.awaitLog("trying again");
      assertThat(build.log()).contains(farm.registry.address());
      assertThat(farm.client.get("/health/ready").body()).contains("registry");
    } finally {
      farm.registry.start();
    }

    assertThat(build.succeeded().json().path("attempts").asInt()).isEqualTo(1);
  }
}
