package dev.hearth.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which host builds what. */
@OnSharedFarm
class PlacementTest {
  private static final String DOCKERFILE = "FROM debian:bookworm-slim\nCOPY file /file\n";
  private static final String ENDLESS =
      "{\"builder\": \"maven-jdk17\", \"command\": \"echo began; sleep 600\"}";

  private final TestFarm farm;

  PlacementTest(TestFarm farm) {
    this.farm = farm;
  }

  @Test
  void aProjectComesHome() {
    TestProject project = farm.project();

    List<String> hosts =
        IntStream.range(0, 3)
            .mapToObj(i ->
                project.push(Map.of("Dockerfile", DOCKERFILE, "file", "" + i)).succeeded().agent())
            .distinct()
            .toList();

    assertThat(hosts).hasSize(1);
  }

  @Test
  void whenTheHomeIsFullTheNextInRankBuilds() {
    TestProject project = farm.project(ENDLESS);
    List<TestBuild> builds =
        IntStream.rangeClosed(0, TestFarm.SLOTS)
            .mapToObj(i ->
                project.push("branch-" + i, Map.of("Dockerfile", DOCKERFILE)).awaitState("running"))
            .toList();
    try {
      String home = builds.getFirst().agent();
      assertThat(builds.subList(0, TestFarm.SLOTS)).extracting(TestBuild::agent).containsOnly(home);
      JsonNode placement = builds.getLast().json().path("placement");
      assertThat(placement.path("agent").asText()).isNotEqualTo(home);
      assertThat(placement.path("rank").asInt()).isEqualTo(2);
      assertThat(placement.path("reason").asText()).contains(home + " has no free slot");
    } finally {
      builds.forEach(TestBuild::cancel);
      builds.forEach(TestBuild::awaitEnd);
    }
  }

  @Test
  void whenItsAgentDiesABuildRunsAgainOnAnother() {
    TestProject project =
        farm.project(
            """
            {"builder": "maven-jdk17", "command": "echo began; sleep 15; echo end > file"}
            """);
    TestBuild build = project.push(Map.of("Dockerfile", DOCKERFILE)).awaitLog("began");
    String first = build.agent();

    farm.agentProcess(first).kill();
    try {
      await("a second attempt")
          .atMost(Duration.ofSeconds(40))
          .until(() -> build.json().path("attempts").asInt() == 2);
    } finally {
      farm.agentProcess(first).start();
    }

    build.succeeded();
    JsonNode json = build.json();
    assertThat(json.path("attempts").asInt()).isEqualTo(2);
    assertThat(build.agent()).isNotEqualTo(first);
    assertThat(json.path("lost").path(0).path("agent").asText()).isEqualTo(first);
    farm.awaitTaking(first);
    await("what the dead agent left is removed")
        .atMost(Duration.ofSeconds(30))
        .until(() -> farm.docker.containersOf(build.id()).isEmpty());
  }
}
