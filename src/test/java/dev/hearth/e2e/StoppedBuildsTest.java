package dev.hearth.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Builds that are cancelled or superseded leave nothing behind and move no tag. */
@OnSharedFarm
class StoppedBuildsTest {
  private static final String ENDLESS =
      "{\"builder\": \"maven-jdk17\", \"command\": \"echo began; sleep 600\"}";

  private final TestFarm farm;

  StoppedBuildsTest(TestFarm farm) {
    this.farm = farm;
  }

  @Test
  void aCancelledBuildsContainerIsGoneWithinFiveSeconds() {
    TestProject project = farm.project(ENDLESS);
    TestBuild build =
        project.push(Map.of("Dockerfile", "FROM debian:bookworm-slim\n")).awaitLog("began");
    assertThat(farm.docker.containersOf(build.id())).hasSize(1);

    build.cancel();

    await("no container")
        .atMost(Duration.ofSeconds(5))
        .until(() -> farm.docker.containersOf(build.id()).isEmpty());
    assertThat(build.awaitEnd().state()).isEqualTo("cancelled");
    assertThat(build.json().path("end").path("confirmed").asBoolean()).isTrue();
    assertThat(build.json().path("end").path("by").asText()).isEqualTo("admin");
    assertThat(project.manifest("main").statusCode()).isEqualTo(404);
  }

  @Test
  void aNewerPushSupersedesTheOlderBuildOfItsBranch() {
    TestProject project =
        farm.project(
            """
            {"builder": "maven-jdk17", "command": "echo began; test -e fast || sleep 600"}
            """);
    TestBuild older =
        project.push(Map.of("Dockerfile", "FROM debian:bookworm-slim\n")).awaitLog("began");

    TestBuild newer = project.push(Map.of("fast", "")).succeeded();

    assertThat(older.awaitEnd().state()).isEqualTo("superseded");
    assertThat(farm.docker.containersOf(older.id())).isEmpty();
    assertThat(project.manifest("main").headers().firstValue("Docker-Content-Digest"))
        .contains(newer.json().path("images").path(0).path("digest").asText());
  }

  @Test
  void aPushThatArrivesLateIsBornSuperseded() {
    TestProject project = farm.project();
    String first =
        project.commit("main", Map.of("Dockerfile", "FROM debian:bookworm-slim\nRUN true\n"));
    String second = project.commit("main", Map.of("more", ""));
    TestBuild newer = project.pushed("refs/heads/main", first, second);

    TestBuild late = project.pushed("refs/heads/main", GitLabPush.NOTHING, first);

    assertThat(late.awaitEnd().state()).isEqualTo("superseded");
    newer.succeeded();
  }
}
