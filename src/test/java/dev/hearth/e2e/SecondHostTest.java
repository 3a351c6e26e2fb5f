package dev.hearth.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hearth.cli.farm.Farm;
import dev.hearth.cli.farm.FarmPorts;
import dev.hearth.cli.farm.FarmSettings;
import dev.hearth.cli.terminal.Terminal;
import dev.hearth.git.GitRepository;
import dev.hearth.git.GitServer;
import dev.hearth.git.GitServerConfig;
import dev.hearth.git.RecordedRequests;
import dev.hearth.git.RepositoryFile;
import dev.hearth.testing.NetworkNamespace;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A farm on this machine, started as {@code hearth up} does it, and a host that joins it over the
 * network. The host has a network and a Docker engine of its own.
 */
@Timeout(300)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SecondHostTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String BUILDER = "debian:bookworm-slim";
  private static final String NAME = "second-" + ProcessHandle.current().pid();

  @TempDir static Path folder;
  private static NetworkNamespace network;
  private static OwnEngine engine;
  private static GitServer git;
  private static Farm farm;
  private static FarmClient client;
  private static SecondHost host;
  private static GitRepository repository;

  @BeforeAll
  static void start() throws IOException {
    network = NetworkNamespace.create();
    engine = OwnEngine.start(network, NAME, folder.resolve("engine"));
    engine.give(BUILDER);
    git =
        GitServer.start(
            GitServerConfig.of(folder.resolve("repositories")).onAddress(network.thisMachine()),
            new RecordedRequests());
    repository = GitRepository.create(folder.resolve("repositories"), "team/app.git");
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.put("HEARTH_FARM", NAME);
    environment.put("HEARTH_HOME", folder.resolve("farm").toString());
    environment.put("HEARTH_PUBLISH_ADDRESS", network.thisMachine());
    environment.put("HEARTH_GIT_ALLOW", network.thisMachine() + ":" + git.port());
    environment.put("HEARTH_LEASE_TTL", "5s");
    environment.put("HEARTH_AGENTS", "1");
    farm = freshFarm(environment);
    farm.upWithoutAgents();
    client = new FarmClient(farm.settings().dispatcherUrl(), farm.access().token());
    Map<String, String> settings = new HashMap<>();
    settings.put("HEARTH_AGENT_MIN_FREE_DISK", "1GiB");
    settings.put("HEARTH_BUILDERS", "maven-jdk17=" + BUILDER);
    settings.put("HEARTH_DOCKER_HOST", engine.address());
    host = new SecondHost(engine, NAME, folder.resolve("second"), settings);
  }

  @AfterAll
  static void stop() {
    if (host != null) {
      host.close();
    }
    if (client != null) {
      client.close();
    }
    if (farm != null) {
      farm.down(true);
    }
    if (git != null) {
      git.close();
    }
    if (engine != null) {
      engine.close();
    }
    network.close();
  }

  @Test
  @Order(1)
  void aHostThatIsSentToAnotherFarmShowsItsTokenToNobody() {
    String token = token().path("token").asText();
    String foreign = token.substring(0, token.indexOf('.') + 1) + "A".repeat(43);

    SecondHost.Ran ran = host.hearth("agent", "join", url(), "--token", foreign);

    assertThat(ran.status()).isEqualTo(1);
    assertThat(ran.output()).contains("it is not the one that made the token");
  }

  @Test
  @Order(2)
  void aHostJoinsByOneCommandAndBuildsWithAllOverTls() throws IOException {
    JsonNode made = token();
    assertThat(made.path("hereOnly").asBoolean()).isFalse();

    SecondHost.Ran joined = join(made.path("token").asText());

    assertThat(joined.status()).as(joined.output()).isZero();
    assertThat(joined.output()).contains("hearth agent --home " + host.home());
    SecondHost.Ran again = join(made.path("token").asText());
    assertThat(again.status()).isEqualTo(1);
    assertThat(again.output()).contains("unknown, used or over");
    for (String file : List.of("agent.env", "key", "etcd-password")) {
      assertThat(
              PosixFilePermissions.toString(
                  Files.getPosixFilePermissions(host.home().resolve(file))))
          .isEqualTo("rw-------");
    }
    assertThat(Files.readString(host.home().resolve("agent.env")))
        .contains("HEARTH_AGENT_NAME=" + NAME)
        .contains("HEARTH_DISPATCHER_URL=https://" + network.thisMachine())
        .contains("HEARTH_ETCD_ENDPOINTS=https://" + network.thisMachine());

    host.startAgent();
    awaitTaking();
    String build = build("echo built > out.txt");
    assertThat(end(build)).isEqualTo("succeeded");
    JsonNode json = json(build);
    assertThat(json.path("placement").path("agent").asText()).isEqualTo(NAME);
    Docker docker =
        Docker.signedIn(
            folder.resolve("docker"),
            farm.settings().registryAddress(),
            "admin",
            farm.access().token());
    String image =
        farm.settings().registryAddress()
            + "/team/app@"
            + json.path("images").path(0).path("digest").asText();
    docker.run("pull", "--quiet", image);
    docker.run("rmi", image);
  }

  @Test
  @Order(3)
  void newKeysAreTakenWhileABuildGoesOn() throws IOException {
    String key = Files.readString(host.home().resolve("key")).strip();
    String password = Files.readString(host.home().resolve("etcd-password"));
    String build = build("echo began; sleep 14; echo built > out.txt");
    awaitLog(build, "began");

    assertThat(client.post("/api/v1/agents/" + NAME + "/key/rotation", "").statusCode())
        .isEqualTo(202);
    await("new keys")
        .atMost(PATIENCE)
        .until(() -> !Files.readString(host.home().resolve("key")).strip().equals(key));

    assertThat(end(build)).isEqualTo("succeeded");
    assertThat(json(build).path("attempt").asText()).endsWith("-1");
    assertThat(Files.readString(host.home().resolve("etcd-password"))).isNotEqualTo(password);
    assertThat(
            client
                .send(client.request("/agent/v1/keys").header("Authorization", "Bearer " + key))
                .statusCode())
        .isEqualTo(401);
  }

  @Test
  @Order(4)
  void aHostThatIsCutOffIsGoneWithinItsLeaseAndComesBackByItself() {
    network.cut();
    await("the host is gone").atMost(PATIENCE).until(() -> !isUp());
    network.mend();

    awaitTaking();
  }

  @Test
  @Order(5)
  void aBuildWhoseEngineWasRestartedRunsAgain() {
    String build = build("echo began; sleep 15; echo built > out.txt");
    awaitLog(build, "began");

    engine.stop();
    engine.start();

    assertThat(end(build)).as(json(build).toString()).isEqualTo("succeeded");
    assertThat(json(build).path("attempt").asText()).endsWith("-2");
    assertThat(json(build).path("lost").path(0).path("reason").asText())
        .contains("the compile container");
  }

  @Test
  @Order(6)
  void aHostWhoseKeysAreRevokedIsOutAndEnds() {
    String build = build("echo began; sleep 600");
    awaitLog(build, "began");

    var answer = client.send(client.authorized("/api/v1/agents/" + NAME + "/key").DELETE());

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(FarmClient.json(answer).path("etcdUser").asText()).isEqualTo("removed");
    await("the build waits for another host")
        .atMost(Duration.ofSeconds(15))
        .until(() -> json(build).path("state").asText().equals("queued"));
    await("the agent ends").atMost(PATIENCE).until(() -> host.agentStatus() != null);
    assertThat(host.agentStatus()).as(host.agentLog()).isEqualTo(3);
    client.post("/api/v1/builds/" + build + "/cancel", "{}");
  }

  private static Farm freshFarm(Map<String, String> environment) {
    Terminal terminal =
        new Terminal(
            new ByteArrayInputStream(new byte[0]),
            new PrintStream(System.out, true, StandardCharsets.UTF_8),
            new PrintStream(System.err, true, StandardCharsets.UTF_8),
            environment,
            false);
    FarmSettings asked = FarmSettings.of(terminal);
    return new Farm(
        new FarmSettings(
            asked.name(),
            asked.home(),
            asked.shape(),
            FarmPorts.free(1, 1).publishedOn(network.thisMachine()),
            asked.images()),
        terminal);
  }

  private static JsonNode token() {
    var answer = client.post("/api/v1/agents/tokens", "{}");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    return FarmClient.json(answer);
  }

  private static String url() {
    return token().path("url").asText();
  }

  private static SecondHost.Ran join(String token) {
    return host.hearth("agent", "join", url(), "--token", token, "--home", host.home().toString());
  }

  private static boolean isUp() {
    return agent("up");
  }

  private static void awaitTaking() {
    await("the second host takes tasks").atMost(PATIENCE).until(() -> agent("taking"));
  }

  private static boolean agent(String property) {
    JsonNode agents = FarmClient.json(client.get("/api/v1/agents")).path("agents");
    return StreamSupport.stream(agents.spliterator(), false)
        .anyMatch(one -> one.path("name").asText().equals(NAME) && one.path(property).asBoolean());
  }

  /** Commits, and asks for a build of that with this command. */
  private static String build(String command) {
    repository.commit(
        "main",
        Map.of(
            "Dockerfile", RepositoryFile.script("FROM scratch\nCOPY out.txt /\n"),
            "change", RepositoryFile.script(command + UUID.randomUUID())),
        "a change");
    String body =
        """
        {"builder": "maven-jdk17", "command": "%s", "gitUrl": "%s"}
        """
            .formatted(command, git.url("team/app.git"));
    var answer = client.get("/api/v1/projects/team%2Fapp");
    answer =
        answer.statusCode() == 200
            ? client.send(
                client
                    .authorized("/api/v1/projects/team%2Fapp")
                    .method("PATCH", BodyPublishers.ofString(body)))
            : client.post(
                "/api/v1/projects", body.replaceFirst("\\{", "{\"name\": \"team/app\", "));
    assertThat(answer.statusCode()).as(answer.body()).isIn(200, 201);
    answer = client.post("/api/v1/builds", "{\"project\": \"team/app\", \"ref\": \"main\"}");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    return FarmClient.json(answer).path("id").asText();
  }

  private static JsonNode json(String build) {
    return FarmClient.json(client.get("/api/v1/builds/" + build));
  }

  private static void awaitLog(String build, String text) {
    await(text)
        .atMost(PATIENCE)
        .until(() -> client.get("/api/v1/builds/" + build + "/log").body().contains(text));
  }

  private static String end(String build) {
    await("the end of " + build)
        .atMost(PATIENCE)
        .until(() -> json(build).path("ended").asBoolean());
    return json(build).path("state").asText();
  }
}
