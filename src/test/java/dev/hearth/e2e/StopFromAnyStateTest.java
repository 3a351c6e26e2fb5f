package dev.hearth.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * Wherever a build is when a person stops it: nothing of it runs five seconds later, no tag moves,
 * and its end says who stopped it and whether that was confirmed.
 */
@OnSharedFarm
class StopFromAnyStateTest {
  private static final String DOCKERFILE = "FROM debian:bookworm-slim\nCOPY file /file\n";

  private final TestFarm farm;

  StopFromAnyStateTest(TestFarm farm) {
    this.farm = farm;
  }

  @Test
  void queued() {
    TestProject project = farm.project("{\"labels\": [\"nobody-has-this\"]}");
    TestBuild build = project.push(Map.of("Dockerfile", DOCKERFILE, "file", ""));

    build.cancel();

    assertThat(build.state()).isEqualTo("cancelled");
    assertStopped(project, build, true);
  }

  @Test
  void assignedToAnAgentThatSleeps() {
    TestProject project = farm.project();
    String home = project.push(Map.of("Dockerfile", DOCKERFILE, "file", "")).succeeded().agent();
    farm.agentProcess(home).freeze();
    try {
      TestBuild build = project.push("other", Map.of("file", "more")).awaitState("assigned");
      build.cancel();
      assertThat(build.awaitEnd().state()).isEqualTo("cancelled");
      assertThat(build.json().path("end").path("confirmed").asBoolean()).isFalse();
      assertThat(build.json().path("attempts").asInt()).isEqualTo(1);
    } finally {
      farm.agentProcess(home).thaw();
    }
    farm.awaitTaking(home);
  }

  @Test
  void inTheImage() {
    TestProject project = farm.project();
    String file = UUID.randomUUID().toString();
    TestBuild build =
        project
            .push(Map.of("Dockerfile", DOCKERFILE + "RUN sleep 600 && " + file, "file", file))
            .awaitLog("Running in");
    await("it runs").atMost(Duration.ofSeconds(20)).until(() -> runs(file));

    build.cancel();

    await("nothing of it runs").atMost(Duration.ofSeconds(5)).until(() -> !runs(file));
    assertStopped(project, build, true);
  }

  @Test
  void inThePush() {
    TestProject project = farm.project();
    farm.registry.pause();
    TestBuild build;
    try {
      build =
          project
              .push(Map.of("Dockerfile", DOCKERFILE, "file", UUID.randomUUID().toString()))
              .awaitLog("== push");
      build.cancel();
      await("its end").atMost(Duration.ofSeconds(5)).until(() -> build.state().equals("cancelled"));
    } finally {
      farm.registry.unpause();
    }
    assertStopped(project, build, true);
  }

  /** By the command line: the engine's containers of image builds bear no label. */
  private boolean runs(String word) {
    return farm.docker.run("ps", "--no-trunc", "--format", "{{.Command}}").contains(word);
  }

  private static void assertStopped(TestProject project, TestBuild build, boolean confirmed) {
    assertThat(build.awaitEnd().state()).isEqualTo("cancelled");
    JsonNode end = build.json().path("end");
    assertThat(end.path("by").asText()).isEqualTo("admin");
    assertThat(end.path("confirmed").asBoolean()).isEqualTo(confirmed);
    assertThat(project.manifest("main").statusCode()).isEqualTo(404);
  }
}
