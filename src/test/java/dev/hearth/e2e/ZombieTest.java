package dev.hearth.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;

/** An agent that sleeps until its builds have ended elsewhere, and wakes, changes nothing. */
@OnSharedFarm
class ZombieTest {
  private static final Duration LOST_AND_RUN = Duration.ofSeconds(90);
  private static final String DOCKERFILE = "FROM debian:bookworm-slim\nCOPY file /file\n";

  private final TestFarm farm;

  ZombieTest(TestFarm farm) {
    this.farm = farm;
  }

  @Test
  void anAgentThatWakesAfterItsCompileRanElsewhereChangesNothing() {
    TestProject project =
        farm.project(
            """
            {"builder": "maven-jdk17", "command": "echo began; sleep 6"}
            """);
    TestBuild build =
        project.push(Map.of("Dockerfile", DOCKERFILE, "file", "slow")).awaitLog("began");
    String container = farm.docker.containersOf(build.id()).getFirst();
    // Otherwise it would have ended by the time that its agent wakes.
    farm.docker.run("pause", container);

    wakesInVain(project, build, () -> {});

    await("its container is gone")
        .atMost(Duration.ofSeconds(20))
        .until(() -> farm.docker.containersOf(build.id()).isEmpty());
  }

  @Test
  void anAgentThatWakesAfterItsPushWasDoneElsewhereMovesNoTag() {
    TestProject project = farm.project();
    farm.registry.pause();
    TestBuild build;
    try {
      build = project.push(Map.of("Dockerfile", DOCKERFILE, "file", "x")).awaitLog("== push");
    } catch (RuntimeException | AssertionError e) {
      farm.registry.unpause();
      throw e;
    }

    wakesInVain(project, build, farm.registry::unpause);
  }

  /**
   * @param onceAsleep is run while the build's agent sleeps, before the build can end elsewhere
   */
  private void wakesInVain(TestProject project, TestBuild build, Runnable onceAsleep) {
    String asleep = build.agent();
    farm.agentProcess(asleep).freeze();
    Optional<String> tag;
    SortedMap<String, Long> before;
    try {
      onceAsleep.run();
      build.succeeded(LOST_AND_RUN);
      assertThat(build.json().path("attempts").asInt()).isEqualTo(2);
      assertThat(build.agent()).isNotEqualTo(asleep);
      await("it is archived")
          .until(() -> farm.etcd.revisions("/hearth/builds/" + build.id()).isEmpty());
      tag = main(project);
      before = written(asleep);
    } finally {
      farm.agentProcess(asleep).thaw();
    }

    farm.awaitTaking(asleep);
    await("nothing of it is written")
        .during(Duration.ofSeconds(3))
        .atMost(Duration.ofSeconds(10))
        .until(() -> written(asleep).equals(before));
    assertThat(tag).isPresent();
    assertThat(main(project)).isEqualTo(tag);
    assertThat(build.state()).isEqualTo("succeeded");
  }

  /** All of etcd, but an agent's own registration, what agents say of their hosts, and old tags. */
  private SortedMap<String, Long> written(String agent) {
    SortedMap<String, Long> all = farm.etcd.revisions("/hearth/");
    all.keySet()
        .removeIf(key ->
            key.equals("/hearth/agents/" + agent)
                || key.startsWith("/hearth/status/")
                || key.startsWith("/hearth/tags/"));
    return all;
  }

  private static Optional<String> main(TestProject project) {
    return project.manifest("main").headers().firstValue("Docker-Content-Digest");
  }
}
