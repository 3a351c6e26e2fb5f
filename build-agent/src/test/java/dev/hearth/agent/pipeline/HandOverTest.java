package dev.hearth.agent.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hearth.agent.AgentConfig;
import dev.hearth.agent.FakeDispatcher;
import dev.hearth.agent.RealEngine;
import dev.hearth.git.GitRepository;
import dev.hearth.git.GitServer;
import dev.hearth.git.GitServerConfig;
import dev.hearth.git.RepositoryFile;
import dev.hearth.protocol.AttemptId;
import dev.hearth.protocol.AttemptOutcome;
import dev.hearth.protocol.AttemptRecord;
import dev.hearth.protocol.BuildId;
import dev.hearth.protocol.BuildRequest;
import dev.hearth.protocol.Cause;
import dev.hearth.protocol.Commit;
import dev.hearth.protocol.ImageRecipe;
import dev.hearth.protocol.Limits;
import dev.hearth.protocol.ProjectId;
import dev.hearth.protocol.ProjectName;
import dev.hearth.protocol.Recipe;
import dev.hearth.protocol.Stage;
import dev.hearth.protocol.StageRecord;
import dev.hearth.protocol.TaskOrder;
import dev.hearth.protocol.etcd.EtcdConfig;
import dev.hearth.protocol.etcd.FarmKeys;
import dev.hearth.protocol.etcd.JetcdKeyValues;
import dev.hearth.protocol.etcd.KeyValues;
import dev.hearth.protocol.etcd.Transaction;
import dev.hearth.protocol.etcd.Versioned;
import dev.hearth.testing.EtcdServer;
import dev.hearth.testing.RegistryServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the next process of an agent makes of the attempts that it finds. */
@Timeout(180)
class HandOverTest {
  private static final String DOCKERFILE = "FROM debian:bookworm-slim\nCOPY greeting /greeting\n";
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private static EtcdServer etcdServer;
  private static RegistryServer registry;
  private static KeyValues etcd;
  private static FakeDispatcher dispatcher;

  @TempDir Path home;

  private final FarmKeys keys = new FarmKeys("/" + UUID.randomUUID());
  private final RealEngine real = new RealEngine();
  private GitServer git;
  private String commit;
  private AgentConfig config;
  private RealAgent agent;

  @BeforeAll
  static void startServers() {
    etcdServer = EtcdServer.withoutUsers();
    registry = RegistryServer.withPassword("farm", "registry-secret");
    etcd =
        new JetcdKeyValues(
            new EtcdConfig(List.of(etcdServer.endpoint()), null, null, EtcdConfig.DEADLINE));
    dispatcher =
        new FakeDispatcher(
            "{\"git\":null,\"registry\":{\"username\":\"farm\",\"password\":\"registry-secret\"}}");
  }

  @AfterAll
  static void stopServers() {
    dispatcher.close();
    etcd.close();
    registry.close();
    etcdServer.close();
  }

  @BeforeEach
  void startAgent() throws IOException, InterruptedException {
    Path repositories = Files.createDirectories(home.resolve("repositories"));
    commit =
        GitRepository.create(repositories, "team/app.git")
            .commit(
                "main",
                Map.of(
                    "Dockerfile",
                    new RepositoryFile.Content(DOCKERFILE.getBytes(StandardCharsets.UTF_8), false)),
                "a change");
    git = GitServer.start(GitServerConfig.of(repositories), _ -> {});
    config =
        AgentConfig.read(
            Map.of(
                "HEARTH_AGENT_NAME", real.owner.agent().value(),
                "HEARTH_AGENT_HOME", home.resolve("agent").toString(),
                "HEARTH_AGENT_KEY_FILE",
                    Files.writeString(home.resolve("key"), FakeDispatcher.KEY).toString(),
                "HEARTH_AGENT_MIN_FREE_DISK", "1MiB",
                "HEARTH_DISPATCHER_URL", dispatcher.url().toString(),
                "HEARTH_GIT_ALLOW", "127.0.0.1:" + git.port()));
    agent = new RealAgent(config, real, etcd, keys);
  }

  @AfterEach
  void stopAgent() throws InterruptedException {
    agent.close();
    git.close();
    real.assertNothingIsLeft();
    real.close();
    assertThat(home.resolve("agent/workspaces")).isEmptyDirectory();
    assertThat(home.resolve("agent/logs")).isEmptyDirectory();
    assertThat(home.resolve("agent/state/attempts")).isEmptyDirectory();
  }

  @Test
  void aRunningCompileIsFollowedToItsEndWithoutALostOrDoubledByte() throws InterruptedException {
    TaskOrder task =
        put("for i in $(seq 400); do echo line $i; sleep 0.02; done; echo hello > greeting");
    awaitLog(task, "line 60\n");
    List<String> before = real.containers();

    agent.handOver();
    assertThat(real.containers()).isEqualTo(before);
    agent = new RealAgent(config, real, etcd, keys);
    awaitLog(task, "line 200\n");
    agent.handOver();
    agent = new RealAgent(config, real, etcd, keys);

    AttemptRecord ended = awaitEnd(task);
    assertThat(ended.outcome()).isInstanceOf(AttemptOutcome.Pushed.class);
    assertThat(ended.stages())
        .extracting(StageRecord::stage)
        .containsExactly(Stage.CHECKOUT, Stage.COMPILE, Stage.IMAGE, Stage.PUSH);
    String log = dispatcher.log(task.attempt());
    String printed =
        IntStream.rangeClosed(1, 400)
            .mapToObj("line %d\n"::formatted)
            .collect(Collectors.joining());
    assertThat(log).containsOnlyOnce(printed).containsOnlyOnce("== compile\n");
    assertThat(log.split("line [0-9]+\n", -1)).hasSize(401);
    assertThat(log).hasSize((int) ended.logLength()).endsWith("== pushed 1 image(s)\n");
  }

  @Test
  void whatACompileDidWhileNoAgentRanCounts() throws InterruptedException {
    TaskOrder fine = put("echo up; sleep 2; echo done; echo hello > greeting");
    TaskOrder failing =
        put(
            "echo up; sleep 2; echo broken; mkdir test-results;"
                + " echo '<testsuite><testcase name=\"x\"><error/></testcase></testsuite>'"
                + " > test-results/all.xml; exit 3");
    awaitLog(fine, "up\n");
    awaitLog(failing, "up\n");

    agent.handOver();
    await().atMost(PATIENCE).until(() -> running() == 0);
    agent = new RealAgent(config, real, etcd, keys);

    assertThat(awaitEnd(fine).outcome()).isInstanceOf(AttemptOutcome.Pushed.class);
    assertThat(dispatcher.log(fine.attempt())).contains("up\ndone\n");
    assertThat(awaitEnd(failing).outcome())
        .isInstanceOfSatisfying(
            AttemptOutcome.Failed.class,
            failed -> assertThat(failed.reason()).isEqualTo("the command exited with status 3"));
    assertThat(dispatcher.log(failing.attempt())).contains("up\nbroken\n");
    await().until(() -> dispatcher.results(failing.attempt()).isPresent());
    assertThat(dispatcher.results(failing.attempt()).orElseThrow().counts().errors()).isEqualTo(1);
  }

  @Test
  void anAttemptWhoseContainerIsGoneIsLost() throws InterruptedException {
    TaskOrder task = put("echo up; sleep 600");
    awaitLog(task, "up\n");

    agent.handOver();
    String container = real.containers().getFirst();
    real.engine.ask(
        "remove", client -> client.removeContainerCmd(container).withForce(true).exec());
    agent = new RealAgent(config, real, etcd, keys);

    assertThat(awaitEnd(task).outcome())
        .isEqualTo(new AttemptOutcome.Lost("the compile container is gone from this host"));
  }

  @Test
  void whatIsNotThisAgentsAnyMoreIsRemovedByTheNextProcess() throws InterruptedException {
    TaskOrder task = put("echo up; sleep 600");
    awaitLog(task, "up\n");

    agent.handOver();
    commit(Transaction.begin().delete(keys.task(real.owner.agent(), task.attempt())));
    agent = new RealAgent(config, real, etcd, keys);

    await().atMost(PATIENCE).until(() -> real.containers().isEmpty());
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> {
          assertThat(home.resolve("agent/workspaces")).isEmptyDirectory();
          assertThat(home.resolve("agent/logs")).isEmptyDirectory();
        });
  }

  private int running() throws InterruptedException {
    int running = 0;
    for (String container : real.containers()) {
      running +=
          real.engine.ask(
              "look",
              client ->
                  Boolean.TRUE.equals(
                          client.inspectContainerCmd(container).exec().getState().getRunning())
                      ? 1
                      : 0);
    }
    return running;
  }

  private void awaitLog(TaskOrder task, String text) {
    await().atMost(PATIENCE).until(() -> dispatcher.log(task.attempt()).contains(text));
  }

  /** Of a project of its own, so that it waits for no other's cache. */
  private TaskOrder put(String command) {
    var recipe =
        new Recipe(
            git.url("team/app.git").toString(),
            "",
            "maven-jdk17",
            command,
            null,
            Map.of(),
            List.of(new ImageRecipe("app", "Dockerfile", "", Map.of())),
            List.of(),
            1,
            true,
            true,
            Limits.DEFAULT,
            Duration.ofMinutes(3),
            Map.of());
    var request =
        new BuildRequest(
            ProjectId.random(),
            new ProjectName("team/app"),
            7,
            "refs/heads/main",
            new Commit(commit),
            null,
            Cause.PUSH,
            1,
            List.of(),
            true,
            "test",
            null,
            Instant.EPOCH);
    var attempt = new AttemptId(BuildId.next(), 1);
    var task =
        new TaskOrder(attempt, request, recipe, registry.address(), true, false, Instant.EPOCH);
    commit(Transaction.begin().put(keys.task(real.owner.agent(), attempt), task));
    return task;
  }

  private static void commit(Transaction.Builder transaction) {
    assertThat(etcd.commit(transaction.end())).isTrue();
  }

  private AttemptRecord awaitEnd(TaskOrder task) {
    await().atMost(PATIENCE).until(() -> outcome(task) != null);
    await()
        .atMost(PATIENCE)
        .until(() -> Files.notExists(home.resolve("agent/logs/" + task.attempt())));
    return record(task);
  }

  private AttemptRecord record(TaskOrder task) {
    return etcd.find(keys.attempt(real.owner.agent(), task.attempt())).orElseThrow().value();
  }

  private @Nullable AttemptOutcome outcome(TaskOrder task) {
    return etcd.find(keys.attempt(real.owner.agent(), task.attempt()))
        .map(Versioned::value)
        .map(AttemptRecord::outcome)
        .orElse(null);
  }
}
