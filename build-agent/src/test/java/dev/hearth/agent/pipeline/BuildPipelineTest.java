package dev.hearth.agent.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hearth.agent.Agent;
import dev.hearth.agent.AgentConfig;
import dev.hearth.agent.FakeDispatcher;
import dev.hearth.agent.RealEngine;
import dev.hearth.agent.compile.CompileContainer;
import dev.hearth.agent.http.DispatcherHttp;
import dev.hearth.agent.logs.HttpLogReceiver;
import dev.hearth.agent.logs.SpooledLogs;
import dev.hearth.agent.registration.AgentProfile;
import dev.hearth.agent.registration.StateDirectory;
import dev.hearth.agent.results.HttpTestResultReceiver;
import dev.hearth.agent.results.TestReports;
import dev.hearth.agent.results.TestResultOutbox;
import dev.hearth.agent.secrets.HttpSecrets;
import dev.hearth.cache.DirectoryCaches;
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
import dev.hearth.protocol.FailureKind;
import dev.hearth.protocol.ImageRecipe;
import dev.hearth.protocol.Limits;
import dev.hearth.protocol.ProjectId;
import dev.hearth.protocol.ProjectName;
import dev.hearth.protocol.Recipe;
import dev.hearth.protocol.Stage;
import dev.hearth.protocol.StageRecord;
import dev.hearth.protocol.StopKind;
import dev.hearth.protocol.StopOrder;
import dev.hearth.protocol.TaskOrder;
import dev.hearth.protocol.etcd.EtcdConfig;
import dev.hearth.protocol.etcd.FarmKeys;
import dev.hearth.protocol.etcd.JetcdKeyValues;
import dev.hearth.protocol.etcd.KeyValues;
import dev.hearth.protocol.etcd.Transaction;
import dev.hearth.protocol.etcd.Versioned;
import dev.hearth.protocol.results.TestCounts;
import dev.hearth.protocol.results.TestResults;
import dev.hearth.testing.EtcdServer;
import dev.hearth.testing.RegistryServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class BuildPipelineTest {
  private static final String DOCKERFILE =
      "FROM debian:bookworm-slim\nCOPY greeting /greeting\nRUN echo the password is registry-secret\n";

  private static EtcdServer etcdServer;
  private static RegistryServer registry;
  private static KeyValues etcd;
  private static FakeDispatcher dispatcher;

  @TempDir Path home;

  private final FarmKeys keys = new FarmKeys("/" + UUID.randomUUID());
  private final ProjectId project = ProjectId.random();
  private final RealEngine real = new RealEngine();
  private GitServer git;
  private GitRepository repository;
  private DispatcherHttp http;
  private SpooledLogs logs;
  private TestResultOutbox results;
  private BuildPipeline pipeline;
  private Agent agent;

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
    repository = GitRepository.create(repositories, "team/app.git");
    git = GitServer.start(GitServerConfig.of(repositories), _ -> {});
    Path key = Files.writeString(home.resolve("key"), FakeDispatcher.KEY);
    AgentConfig config =
        AgentConfig.read(
            Map.of(
                "HEARTH_AGENT_NAME", real.owner.agent().value(),
                "HEARTH_AGENT_HOME", home.resolve("agent").toString(),
                "HEARTH_AGENT_KEY_FILE", key.toString(),
                "HEARTH_AGENT_MIN_FREE_DISK", "1MiB",
                "HEARTH_DISPATCHER_URL", dispatcher.url().toString(),
                "HEARTH_GIT_ALLOW", "127.0.0.1:" + git.port()));
    http = new DispatcherHttp(config.dispatchers(), config.dispatcherTrust(), config.key());
    logs = new SpooledLogs(config.home().resolve("logs"), new HttpLogReceiver(http));
    results =
        new TestResultOutbox(config.home().resolve("results"), new HttpTestResultReceiver(http));
    var caches = new DirectoryCaches(config.home().resolve("cache"), CompileContainer.USER);
    pipeline =
        new BuildPipeline(
            config,
            real.owner,
            real.engine,
            new HttpSecrets(http, Duration.ofSeconds(5)),
            caches,
            new TestReports(results));
    var host = new BuildHost(real.engine, pipeline, caches, config.home(), 1 << 20);
    agent =
        new Agent(
            new AgentProfile(
                config.name(),
                config.slots(),
                config.labels(),
                config.leaseTtl(),
                config.handOverLease(),
                "test"),
            StateDirectory.open(config.home().resolve("state")),
            config.cutOffKill(),
            new Agent.Parts(etcd, keys, pipeline, logs, host, Clock.systemUTC()));
    agent.start();
  }

  @AfterEach
  void stopAgent() throws InterruptedException {
    agent.close();
    logs.close();
    results.close();
    new Upkeep(pipeline, new HttpProjects(http)).sweep();
    http.close();
    git.close();
    real.assertNothingIsLeft();
    real.close();
    assertThat(home.resolve("agent/workspaces").toFile().list()).isNullOrEmpty();
    assertThat(home.resolve("agent/logs").toFile().list()).isNullOrEmpty();
    assertThat(home.resolve("agent/results").toFile().list()).isNullOrEmpty();
  }

  @Test
  void aCommitBecomesAnImageInStaging() throws IOException, InterruptedException {
    TaskOrder task =
        order(
            commit(Map.of("Dockerfile", DOCKERFILE)),
            "maven-jdk17",
            "echo $CI_PROJECT_PATH $CI_COMMIT_BRANCH > greeting; touch ~/.m2/repository/kept");

    AttemptRecord ended = run(task);

    assertThat(ended.outcome())
        .isInstanceOfSatisfying(
            AttemptOutcome.Pushed.class,
            pushed -> {
              assertThat(pushed.protectedRef()).isTrue();
              assertThat(pushed.images()).hasSize(1);
              assertThat(pushed.images().getFirst().digest()).isEqualTo(digestInRegistry(task));
            });
    assertThat(ended.stages())
        .extracting(StageRecord::stage)
        .containsExactly(Stage.CHECKOUT, Stage.COMPILE, Stage.IMAGE, Stage.PUSH);
    assertThat(dispatcher.log(task.attempt()))
        .startsWith("team/app#7: build " + task.attempt().build() + ", attempt 1, commit ")
        .contains("== checkout\n", "protected: the commit is in main", "== push: ")
        .contains("the password is ***")
        .doesNotContain("registry-secret")
        .endsWith("== pushed 1 image(s)\n")
        .hasSize((int) ended.logLength());
    assertThat(home.resolve("agent/cache/projects/" + project + "/.m2+repository/kept")).exists();
  }

  @Test
  void aHostThatIsShortOfDiskTakesNothingAndSaysSo() {
    await().until(pipeline::isPrepared);
    assertThat(host(1).hindrance()).isEmpty();
    assertThat(host(Long.MAX_VALUE).hindrance())
        .hasValueSatisfying(why -> assertThat(why).contains("MiB of disk are free"));
  }

  private BuildHost host(long minimumFreeDisk) {
    var caches = new DirectoryCaches(home.resolve("agent/cache"), CompileContainer.USER);
    return new BuildHost(real.engine, pipeline, caches, home, minimumFreeDisk);
  }

  @Test
  void whatIsKeptForAProjectGoesWhenTheProjectWasDeleted()
      throws IOException, InterruptedException {
    run(order(commit(Map.of("Dockerfile", DOCKERFILE)), "maven-jdk17", "echo > greeting"));
    Path cache = home.resolve("agent/cache/projects/" + project);
    Path mirrors = home.resolve("agent/git/" + project);
    assertThat(cache).isDirectory();
    assertThat(mirrors).isDirectory();
    assertThat(pipeline.keptProjects()).containsExactly(project);

    assertThat(new Upkeep(pipeline, _ -> Set.of()).sweep()).isTrue();
    assertThat(pipeline.keptProjects()).containsExactly(project);
    assertThat(new Upkeep(pipeline, new HttpProjects(http)).sweep()).isTrue();

    assertThat(pipeline.keptProjects()).isEmpty();
    assertThat(cache).doesNotExist();
    assertThat(mirrors).doesNotExist();
  }

  @Test
  void aProjectWithOnlyADockerfileIsNotCompiled() throws InterruptedException {
    String commit = commit(Map.of("Dockerfile", DOCKERFILE, "greeting", "hello"));

    AttemptRecord ended = run(order(commit, null, null));

    assertThat(ended.outcome()).isInstanceOf(AttemptOutcome.Pushed.class);
    assertThat(ended.stages())
        .extracting(StageRecord::stage)
        .containsExactly(Stage.CHECKOUT, Stage.IMAGE, Stage.PUSH);
  }

  @Test
  void aCommandWithNothingToRunItInFailsTheCompile() throws InterruptedException {
    AttemptRecord ended = run(order(commit(Map.of("Dockerfile", DOCKERFILE)), null, "make"));

    assertThat(ended.outcome())
        .isInstanceOfSatisfying(
            AttemptOutcome.Failed.class,
            failed -> {
              assertThat(failed.stage()).isEqualTo(Stage.COMPILE);
              assertThat(failed.kind()).isEqualTo(FailureKind.USER);
              assertThat(failed.reason()).contains("set the project's builder");
            });
  }

  @Test
  void aCommandThatFailsFailsTheCompile() throws InterruptedException {
    TaskOrder task =
        order(commit(Map.of("Dockerfile", DOCKERFILE)), "maven-jdk17", "echo tests failed; exit 3");

    AttemptRecord ended = run(task);

    assertThat(ended.outcome())
        .isEqualTo(
            new AttemptOutcome.Failed(
                Stage.COMPILE, FailureKind.USER, "the command exited with status 3"));
    assertThat(dispatcher.log(task.attempt())).contains("tests failed\n");
  }

  @Test
  void testResultsAreToldOfACompileThatFailedAndSecretsInThemAreMasked()
      throws InterruptedException {
    String report =
        """
        <testsuite name='WidgetTest' time='1.5'>
        <testcase classname='WidgetTest' name='isRound' time='1'/>
        <testcase classname='WidgetTest' name='isBlue'><failure message='registry-secret is green'>at X</failure></testcase>
        </testsuite>
        """;
    String write = "mkdir -p target/surefire-reports; printf %s \"" + report + "\" > ";
    TaskOrder task =
        order(
            commit(
                Map.of(
                    "Dockerfile",
                    DOCKERFILE,
                    "target/surefire-reports/TEST-committed.xml",
                    report.replace("WidgetTest", "CommittedTest"))),
            "maven-jdk17",
            write
                + "target/surefire-reports/TEST-a.xml;"
                + " ln -s TEST-a.xml target/surefire-reports/TEST-b.xml; exit 3");

    AttemptRecord ended = run(task);

    assertThat(ended.outcome()).isInstanceOf(AttemptOutcome.Failed.class);
    await().until(() -> dispatcher.results(task.attempt()).isPresent());
    TestResults results = dispatcher.results(task.attempt()).orElseThrow();
    assertThat(results.counts()).isEqualTo(new TestCounts(1, 1, 0, 0));
    assertThat(results.failures().getFirst().title()).isEqualTo("WidgetTest.isBlue");
    assertThat(results.failures().getFirst().message()).isEqualTo("*** is green");
    assertThat(dispatcher.log(task.attempt()))
        .contains("tests: 1 passed, 1 failed, 0 with errors, 0 skipped\n");
    await().until(() -> !Files.exists(home.resolve("agent/results/" + task.attempt() + ".json")));
  }

  @Test
  void testResultsAreToldOfACompileThatTookTooLong() throws InterruptedException {
    TaskOrder task =
        order(
            commit(Map.of("Dockerfile", DOCKERFILE)),
            "maven-jdk17",
            "echo '<testsuite><testcase name=\"slow\"/></testsuite>' > junit.xml; sleep 600",
            Map.of(Stage.COMPILE.word(), Duration.ofSeconds(8)));

    AttemptRecord ended = run(task);

    assertThat(ended.outcome()).isInstanceOf(AttemptOutcome.Failed.class);
    await().until(() -> dispatcher.results(task.attempt()).isPresent());
    assertThat(dispatcher.results(task.attempt()).orElseThrow().counts().passed()).isEqualTo(1);
    await().until(() -> !Files.exists(home.resolve("agent/results/" + task.attempt() + ".json")));
  }

  @Test
  void aCommitWithoutADockerfileFailsTheImage() throws InterruptedException {
    AttemptRecord ended = run(order(commit(Map.of("readme", "")), null, null));

    assertThat(ended.outcome())
        .isInstanceOfSatisfying(
            AttemptOutcome.Failed.class,
            failed -> {
              assertThat(failed.stage()).isEqualTo(Stage.IMAGE);
              assertThat(failed.reason()).contains("the commit has no Dockerfile 'Dockerfile'");
            });
  }

  @Test
  void aCommitThatIsGoneFailsTheCheckout() throws InterruptedException {
    commit(Map.of("Dockerfile", DOCKERFILE));

    AttemptRecord ended = run(order("b".repeat(40), null, null));

    assertThat(ended.outcome())
        .isInstanceOfSatisfying(
            AttemptOutcome.Failed.class,
            failed -> assertThat(failed.stage()).isEqualTo(Stage.CHECKOUT));
  }

  @Test
  void aGitHostThatIsAwayForAMomentIsAskedAgain() throws IOException, InterruptedException {
    String commit = commit(Map.of("Dockerfile", DOCKERFILE, "greeting", "hello"));
    TaskOrder task = order(commit, null, null);
    int port = git.port();
    git.close();
    put(task);
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> dispatcher.log(task.attempt()).contains("did not answer"));

    git = GitServer.start(GitServerConfig.of(home.resolve("repositories")).onPort(port), _ -> {});

    await()
        .atMost(Duration.ofSeconds(90))
        .untilAsserted(() ->
            assertThat(outcome(task))
                .as(dispatcher.log(task.attempt()))
                .isInstanceOf(AttemptOutcome.Pushed.class));
    assertThat(dispatcher.log(task.attempt())).contains("trying again in 1 s");
  }

  @Test
  void aBuilderThatIsNowhereFailsTheCompile() throws InterruptedException {
    AttemptRecord ended = run(order(commit(Map.of("Dockerfile", DOCKERFILE)), "nowhere", "true"));

    assertThat(ended.outcome())
        .isInstanceOfSatisfying(
            AttemptOutcome.Failed.class,
            failed -> {
              assertThat(failed.stage()).isEqualTo(Stage.COMPILE);
              assertThat(failed.kind()).isEqualTo(FailureKind.INFRASTRUCTURE);
              assertThat(failed.reason()).contains("no builder image hearth/nowhere");
            });
  }

  @Test
  void aRunningCompileIsStoppedWithinFiveSeconds() {
    TaskOrder task =
        put(order(commit(Map.of("Dockerfile", DOCKERFILE)), "maven-jdk17", "echo up; sleep 600"));
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> dispatcher.log(task.attempt()).contains("up\n"));

    var stop = new StopOrder(StopKind.CANCELLED, "a person", "not needed", Instant.EPOCH);
    assertThat(
            etcd.commit(
                Transaction.begin().put(keys.stop(real.owner.agent(), task.attempt()), stop).end()))
        .isTrue();

    await()
        .atMost(Duration.ofSeconds(5))
        .until(() -> outcome(task) instanceof AttemptOutcome.Stopped);
  }

  private String commit(Map<String, String> files) {
    Map<String, RepositoryFile> contents =
        files.entrySet().stream()
            .collect(
                java.util.stream.Collectors.toMap(
                    Map.Entry::getKey,
                    each ->
                        new RepositoryFile.Content(
                            each.getValue().getBytes(StandardCharsets.UTF_8), false)));
    return repository.commit("main", contents, "a change");
  }

  private TaskOrder order(String commit, @Nullable String builder, @Nullable String command) {
    return order(commit, builder, command, Map.of());
  }

  private TaskOrder order(
      String commit,
      @Nullable String builder,
      @Nullable String command,
      Map<String, Duration> stageTimeouts) {
    var recipe =
        new Recipe(
            git.url("team/app.git").toString(),
            "",
            builder,
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
            stageTimeouts);
    var request =
        new BuildRequest(
            project,
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
    return new TaskOrder(
        new AttemptId(BuildId.next(), 1),
        request,
        recipe,
        registry.address(),
        true,
        false,
        Instant.EPOCH);
  }

  private TaskOrder put(TaskOrder task) {
    assertThat(
            etcd.commit(
                Transaction.begin().put(keys.task(real.owner.agent(), task.attempt()), task).end()))
        .isTrue();
    return task;
  }

  private AttemptRecord run(TaskOrder task) {
    put(task);
    await().atMost(Duration.ofSeconds(150)).until(() -> outcome(task) != null);
    return etcd.find(keys.attempt(real.owner.agent(), task.attempt())).orElseThrow().value();
  }

  private @Nullable AttemptOutcome outcome(TaskOrder task) {
    return etcd.find(keys.attempt(real.owner.agent(), task.attempt()))
        .map(Versioned::value)
        .map(AttemptRecord::outcome)
        .orElse(null);
  }

  private String digestInRegistry(TaskOrder task) {
    String url =
        "http://%s/v2/%s/manifests/%s"
            .formatted(registry.address(), task.stagingRepository("app"), task.attempt());
    String basic =
        Base64.getEncoder().encodeToString("farm:registry-secret".getBytes(StandardCharsets.UTF_8));
    try (var client = HttpClient.newHttpClient()) {
      var request =
          HttpRequest.newBuilder(URI.create(url))
              .header("Authorization", "Basic " + basic)
              .header("Accept", "application/vnd.docker.distribution.manifest.v2+json")
              .build();
      return client
          .send(request, BodyHandlers.discarding())
          .headers()
          .firstValue("Docker-Content-Digest")
          .orElse("none");
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
