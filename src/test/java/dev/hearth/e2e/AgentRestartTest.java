package dev.hearth.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of a build when its agent ends, and comes back. */
@OnSharedFarm
class AgentRestartTest {
  private static final String NAME = "south";

  /** Only this agent takes our builds, and it has all the time of the world to come back. */
  private static final Map<String, String> SETTINGS =
      Map.of("HEARTH_AGENT_LABELS", "restarted", "HEARTH_LEASE_TTL", "2m");

  private static final Map<String, String> FILES =
      Map.of("Dockerfile", "FROM debian:bookworm-slim\nCOPY file /file\n");

  private static final Duration START = Duration.ofSeconds(60);

  private final TestFarm farm;
  private AgentProcess agent;

  AgentRestartTest(TestFarm farm) {
    this.farm = farm;
  }

  @BeforeEach
  void startAgent() {
    agent = farm.moreAgent(NAME, SETTINGS);
    start();
    farm.awaitTaking(NAME);
  }

  /** One that finishes leaves at once, and other tests have the farm that they know. */
  @AfterEach
  void endAgent() {
    agent.kill();
    agent = farm.moreAgent(NAME, Map.of("HEARTH_LEASE_TTL", "2m", "HEARTH_ON_TERM", "finish"));
    start();
    agent.tellToEnd();
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() ->
            farm.agents().stream()
                .noneMatch(
                    one -> one.path("name").asText().equals(NAME) && one.path("up").asBoolean()));
  }

  @Test
  void aBuildGoesOnWhenItsAgentIsRestartedAndWhenItIsKilled() {
    TestBuild build =
        build("for i in $(seq 500); do echo line $i; sleep 0.03; done; echo end > file");
    build.awaitLog("line 30\n");

    agent.tellToEnd();
    start();
    build.awaitLog("line 250\n");
    agent.kill();
    start();

    build.succeeded();
    assertThat(build.json().path("attempts").asInt()).isEqualTo(1);
    String printed =
        IntStream.rangeClosed(1, 500)
            .mapToObj("line %d\n"::formatted)
            .collect(Collectors.joining());
    assertThat(build.log()).containsOnlyOnce(printed);
    assertThat(build.log().split("line [0-9]+\n", -1)).hasSize(501);
  }

  @Test
  void aBuildUnderWhichItsAgentDiesAgainIsLostAndCounted() {
    TestBuild build = build("echo began; sleep 600");
    build.awaitLog("began\n");

    agent.kill();
    int before = told(" goes on ");
    start();
    await().atMost(START).until(() -> told(" goes on ") > before);
    assertThat(build.json().path("attempts").asInt()).isEqualTo(1);
    agent.kill();
    start();

    await().atMost(Duration.ofSeconds(90)).until(() -> build.json().path("attempts").asInt() == 2);
    assertThat(build.json().toString()).contains("the agent died 2 times while it ran this");
    build.cancel();
    build.awaitEnd();
  }

  /** Returns when it has registered. */
  private void start() {
    int before = told(" ready ");
    agent.start();
    await().atMost(START).until(() -> told(" ready ") > before);
  }

  private int told(String words) {
    return agent.log().split(words, -1).length;
  }

  private TestBuild build(String command) {
    return farm.project(
            """
            {"builder": "maven-jdk17", "labels": ["restarted"], "command": "%s"}
            """
                .formatted(command))
        .push(FILES);
  }
}
