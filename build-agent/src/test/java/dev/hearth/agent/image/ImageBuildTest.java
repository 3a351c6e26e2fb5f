package dev.hearth.agent.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.hearth.agent.RealEngine;
import dev.hearth.agent.Recorded;
import dev.hearth.agent.StageFailure;
import dev.hearth.agent.engine.RegistryCredential;
import dev.hearth.agent.network.BuildNetwork;
import dev.hearth.protocol.AttemptId;
import dev.hearth.protocol.Commit;
import dev.hearth.protocol.FailureKind;
import dev.hearth.protocol.Limits;
import dev.hearth.protocol.ProjectId;
import dev.hearth.testing.RegistryServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class ImageBuildTest {
  private static final String BASE = "debian:bookworm-slim";
  private static final long MIB = 1L << 20;
  private static final Limits SMALL = new Limits(1, 256 * MIB, 100, 100 * MIB, 4 * MIB);
  private static final Commit COMMIT = new Commit("0123456789abcdef0123456789abcdef01234567");

  private static final RealEngine real = new RealEngine();
  private static final RegistryServer registry = RegistryServer.withPassword("farm", "secret");

  private final Recorded log = new Recorded();
  private final AttemptId attempt = real.newAttempt();
  private final ProjectId project = ProjectId.random();
  private final ImageBuild builds = new ImageBuild(real.engine, real.owner, Set.of());
  private final LayerWarmth warmth = new LayerWarmth(real.engine, real.owner);
  @TempDir Path tree;

  @BeforeAll
  static void makeTheNetwork() throws InterruptedException {
    BuildNetwork.findOrCreate(real.engine);
  }

  @AfterAll
  static void closeAll() {
    registry.close();
    real.close();
  }

  @AfterEach
  void nothingIsLeft() throws Exception {
    warmth.forget(attempt, "app");
    new Leftovers(real.engine, real.owner).remove(Set.of());
    real.assertNothingIsLeft();
    assertThat(Files.exists(Path.of("/sys/fs/cgroup/pids/hearth/" + real.owner.identity())))
        .isFalse();
  }

  @Test
  void buildsFromTheContextAndLabelsTheImage() throws Exception {
    Files.writeString(tree.resolve("app.txt"), "hello");
    Files.writeString(tree.resolve("Dockerfile"), "FROM whatever the build left here");

    String id =
        build(
            """
            FROM %s
            ARG GREETING
            COPY . /app
            RUN cat /app/app.txt && ls -A /app && echo "$GREETING"
            """
                .formatted(BASE));

    assertThat(id).startsWith("sha256:");
    assertThat(log.text()).contains("hello").contains("Dockerfile\napp.txt").contains("good day");
    var labels =
        real.engine.ask(
            "inspect", client -> client.inspectImageCmd(id).exec().getConfig().getLabels());
    assertThat(labels)
        .containsEntry("dev.hearth.build", attempt.build().value())
        .containsEntry("dev.hearth.attempt", attempt.toString())
        .containsEntry("org.opencontainers.image.revision", COMMIT.value())
        .containsEntry("org.opencontainers.image.source", "https://git.example.com/team/app.git");
  }

  @Test
  void runsInsideOfTheAttemptsControlGroup() throws Exception {
    build(
        """
        FROM %s
        RUN cat /proc/self/cgroup; grep -c . /proc/net/route
        """
            .formatted(BASE));

    assertThat(log.text()).contains("/hearth/" + real.owner.identity() + "/" + attempt + "/");
  }

  @Test
  void cannotHaveMoreProcessesThanItsLimit() {
    assertThatThrownBy(
            () -> build("FROM %s\nRUN for i in $(seq 200); do sleep 20 & done\n".formatted(BASE)))
        .isInstanceOfSatisfying(
            StageFailure.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.USER));
    assertThat(log.text()).contains("fork");
  }

  @Test
  void aFailingInstructionIsTheUsersAndInTheToolsOwnWords() {
    assertThatThrownBy(() -> build("FROM %s\nRUN echo working; exit 7\n".formatted(BASE)))
        .isInstanceOfSatisfying(
            StageFailure.class,
            failure -> {
              assertThat(failure.kind()).isEqualTo(FailureKind.USER);
              assertThat(failure.sentence())
                  .startsWith("the image app could not be built: ")
                  .contains("returned a non-zero code: 7");
            });
    assertThat(log.text()).contains("working").contains("returned a non-zero code: 7");
  }

  @Test
  void aRunThatIsKilledFromOutsideIsLost() throws Exception {
    var building =
        new FutureTask<>(
            () -> build("FROM %s\nRUN echo %s && sleep 60\n".formatted(BASE, attempt)));
    Thread.ofVirtual().start(building);
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> log.text().contains("Running in") && log.text().contains(attempt + "\n"));
    Matcher running = Pattern.compile("Running in ([0-9a-f]+)").matcher(log.text());
    assertThat(running.find()).isTrue();

    real.engine.tell("kill", client -> client.killContainerCmd(running.group(1)).exec());

    assertThatThrownBy(() -> building.get(30, TimeUnit.SECONDS))
        .cause()
        .isInstanceOfSatisfying(StageFailure.class, failure -> assertThat(failure.lost()).isTrue())
        .hasMessageContaining("killed from outside");
  }

  @Test
  void aRunThatUsesTooMuchMemoryIsTheUsersFailure() {
    assertThatThrownBy(() ->
            build("FROM %s\nRUN head -c 900000000 /dev/zero | tail > /dev/null\n".formatted(BASE)))
        .isInstanceOfSatisfying(
            StageFailure.class,
            failure -> {
              assertThat(failure.kind()).isEqualTo(FailureKind.USER);
              assertThat(failure.lost()).isFalse();
            });
    assertThat(log.text()).contains("out of memory");
  }

  @Test
  void whatThisHostHasIsNoBaseWithoutItsRegistry() throws Exception {
    String id = build("FROM %s\nRUN echo private > /secret\n".formatted(BASE));
    String hex = id.substring("sha256:".length());
    String localTag = LocalTags.attempt(real.owner, attempt, "app");

    for (String name : List.of(hex.substring(0, 12), hex, id, localTag)) {
      assertThatThrownBy(() -> build("FROM " + name + "\nRUN cat /secret\n"))
          .as("FROM " + name)
          .isInstanceOf(StageFailure.class);
      assertThatThrownBy(
              () -> build("FROM %s\nCOPY --from=%s /secret /s\nRUN cat /s\n".formatted(BASE, name)))
          .as("COPY --from=" + name)
          .isInstanceOf(StageFailure.class);
    }
    assertThat(log.text()).doesNotContain("\nprivate");
  }

  @Test
  void aPrivateBaseNeedsTheProjectsOwnCredentials() throws Exception {
    String id = build("FROM %s\nRUN echo private > /secret\n".formatted(BASE));
    var credential = new RegistryCredential(registry.address(), "farm", "secret");
    var target = new StagingTarget(registry.address(), "team/private", "one");
    new ImagePush(real.engine).push(id, target, credential, Duration.ofMinutes(1), log);
    String name = registry.address() + "/team/private:one";

    assertThatThrownBy(() -> build("FROM " + name + "\n")).isInstanceOf(StageFailure.class);
    assertThatThrownBy(() -> build("FROM %s\nCOPY --from=%s /secret /s\n".formatted(BASE, name)))
        .isInstanceOf(StageFailure.class);
    assertThat(build("FROM " + name + "\nRUN cat /secret\n", List.of(credential))).isNotEmpty();
    assertThat(log.text()).contains("private");
  }

  @Test
  void aTriggerOfTheBaseMayNotFetchEither() throws Exception {
    var credential = new RegistryCredential(registry.address(), "farm", "secret");
    String name = "hearth-test/" + real.owner.identity();
    var made =
        new ProcessBuilder("docker", "build", "-q", "-t", name, "-")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD);
    made.environment().put("DOCKER_BUILDKIT", "0");
    Process process = made.start();
    try (var dockerfile = process.outputWriter()) {
      dockerfile.write("FROM " + BASE + "\nONBUILD ADD http://127.0.0.1:1/ /x\n");
    }
    assertThat(process.waitFor()).isZero();
    var target = new StagingTarget(registry.address(), "team/trap", "one");
    new ImagePush(real.engine).push(name, target, credential, Duration.ofMinutes(1), log);

    assertThatThrownBy(
            () -> build("FROM " + registry.address() + "/team/trap:one\n", List.of(credential)))
        .isInstanceOf(StageFailure.class)
        .hasMessageContaining("has a trigger: ADD fetches http://127.0.0.1:1/");
    real.engine.tell("clean up", client -> client.removeImageCmd(name).withForce(true).exec());
  }

  @Test
  void aContextThatCannotBeSentIsWhatFails() throws Exception {
    assertThat(new ProcessBuilder("mkfifo", tree.resolve("pipe").toString()).start().waitFor())
        .isZero();

    assertThatThrownBy(() -> build("FROM %s\nCOPY . /\n".formatted(BASE)))
        .isInstanceOf(StageFailure.class)
        .hasMessageContaining("'pipe', which is neither file");
  }

  @Test
  void aLinkInTheContextLeadsNowhereOnTheHost() throws Exception {
    Files.createSymbolicLink(tree.resolve("rooted"), Path.of("/etc"));
    Path secret = Files.createTempFile("hearth-host-secret", "");
    Files.createSymbolicLink(tree.resolve("secret"), secret);

    build("FROM %s\nCOPY . /app\nRUN ls -l /app; cat /app/secret || true\n".formatted(BASE));

    assertThat(log.text()).contains("rooted -> /etc").contains("No such file or directory");
    Files.delete(secret);
  }

  @Test
  void endsWithinSecondsWhenItsThreadIsInterrupted() throws Exception {
    var done = new FutureTask<>(() -> build("FROM %s\nRUN echo up; sleep 100\n".formatted(BASE)));
    Thread thread = Thread.ofVirtual().start(done);
    await().atMost(Duration.ofSeconds(30)).until(() -> log.text().contains("\nup\n"));
    Path group = Path.of("/sys/fs/cgroup/pids/hearth/" + real.owner.identity() + "/" + attempt);

    thread.interrupt();

    assertThatThrownBy(() -> done.get(5, TimeUnit.SECONDS))
        .hasCauseInstanceOf(InterruptedException.class);
    assertThat(Files.exists(group)).isFalse();
  }

  @Test
  void theNextBuildFindsItsLayersWarm() throws Exception {
    String dockerfile = "FROM %s\nRUN echo made-%s > /made\n".formatted(BASE, project);
    warmth.keep(project, "app", build(dockerfile));
    warmth.forget(attempt, "app");

    String again = build(dockerfile);

    assertThat(log.text()).contains("Using cache");
    warmth.keep(project, "app", again);
    real.engine.tell(
        "clean up",
        client -> {
          LayerWarmth.remove(client, LocalTags.previous(real.owner, project, "app"));
          LayerWarmth.remove(client, LocalTags.newest(real.owner, project, "app"));
        });
  }

  private String build(String dockerfile) throws InterruptedException {
    return build(dockerfile, List.of());
  }

  private String build(String dockerfile, List<RegistryCredential> credentials)
      throws InterruptedException {
    var order =
        new ImageOrder(
            attempt,
            project,
            "app",
            dockerfile,
            "Dockerfile",
            tree,
            "",
            Map.of("GREETING", "good day"),
            COMMIT,
            "https://git.example.com/team/app.git",
            Map.of("dev.hearth.recipe.script", "0"),
            credentials,
            SMALL,
            Duration.ofMinutes(2));
    return builds.build(order, log);
  }
}
