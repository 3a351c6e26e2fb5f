package dev.hearth.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hearth.dispatcher.DispatcherConfig;
import dev.hearth.dispatcher.doorman.OwnTokens;
import dev.hearth.dispatcher.doorman.RegistryTokens;
import dev.hearth.dispatcher.main.Dispatcher;
import dev.hearth.git.GitServer;
import dev.hearth.git.GitServerConfig;
import dev.hearth.git.RecordedRequests;
import dev.hearth.protocol.trust.TokenKey;
import dev.hearth.testing.EtcdServer;
import dev.hearth.testing.FreePort;
import dev.hearth.testing.PostgresServer;
import dev.hearth.testing.RegistryServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * A farm of real parts: etcd and registry with passwords, two Git servers, a dispatcher in this
 * process or several in processes of their own, with PostgreSQL, and agents in processes of their
 * own. Tests share it, each with projects of its own.
 */
final class TestFarm implements AutoCloseable {
  /** Slots of each agent. */
  static final int SLOTS = 2;

  static final String REGISTRY_USER = "farm";
  static final String GIT_USER = "reader";
  private static final Duration START = Duration.ofSeconds(60);

  final TestSecrets secrets = TestSecrets.random();
  final EtcdServer etcd;
  final RegistryServer registry;
  final GitServer git;

  /** Asks for a password. */
  final GitServer guardedGit;

  /** Asks the only dispatcher, or the one of several that was chosen last. */
  FarmClient client;

  /** Between the agents and the only dispatcher. */
  final CuttingProxy proxy;

  /** Where the registry sends its clients: before all dispatchers. */
  private final CuttingProxy door;

  final Docker docker;
  private final Path home;
  private final @Nullable Dispatcher dispatcher;
  private final @Nullable PostgresServer postgres;
  private final List<DispatcherProcess> dispatchers = new ArrayList<>();

  /** Where its agents find its dispatchers. */
  private final String dispatcherUrls;

  private final Map<String, AgentProcess> agents = new TreeMap<>();
  private final AtomicInteger projects = new AtomicInteger();

  private TestFarm(String registryPassword, List<String> agentNames, int dispatcherProcesses)
      throws IOException {
    home = Files.createTempDirectory("hearth-farm-");
    // Small, so that a test can fill it.
    etcd = EtcdServer.withPassword(secrets.etcd(), "--quota-backend-bytes=100663296");
    door = new CuttingProxy(this::anyDispatcher);
    registry = registry(!registryPassword.isEmpty());
    Path repositories = home.resolve("repositories");
    git = GitServer.start(GitServerConfig.of(repositories), new RecordedRequests());
    guardedGit =
        GitServer.start(
            GitServerConfig.of(repositories).onlyFor(GIT_USER, secrets.git()),
            new RecordedRequests());
    Map<String, String> settings = settings(registryPassword);
    if (dispatcherProcesses == 0) {
      postgres = null;
      dispatcher = Dispatcher.start(DispatcherConfig.of(settings));
      client = client("http://127.0.0.1:" + dispatcher.port());
      proxy = new CuttingProxy(dispatcher.port());
      dispatcherUrls = "http://127.0.0.1:" + proxy.port();
    } else {
      dispatcher = null;
      postgres = PostgresServer.launch();
      startDispatchers(dispatcherProcesses, settings, postgres);
      client = ask(dispatchers.getFirst());
      proxy = new CuttingProxy(1);
      dispatcherUrls =
          dispatchers.stream().map(DispatcherProcess::url).collect(Collectors.joining(","));
    }
    settings.put("HEARTH_DISPATCHER_URL", dispatcherUrls);
    docker =
        registryPassword.isEmpty()
            ? Docker.signedIn(home.resolve("docker"), registry.address(), "admin", client.token())
            : Docker.signedIn(
                home.resolve("docker"), registry.address(), REGISTRY_USER, secrets.registry());
    for (String name : agentNames) {
      agents.put(name, agent(name, settings));
    }
    agents.values().forEach(AgentProcess::start);
    agents.keySet().forEach(this::awaitTaking);
  }

  /** One that believes the dispatchers' tokens, or one that asks for a password. */
  private RegistryServer registry(boolean byPassword) throws IOException {
    if (byPassword) {
      return RegistryServer.withPassword(REGISTRY_USER, secrets.registry());
    }
    TokenKey.findOrMake(tokenKey(), tokenCertificate(), Clock.systemUTC());
    return RegistryServer.withTokens(
        "http://127.0.0.1:" + door.port() + "/registry/token",
        "hearth-registry",
        RegistryTokens.ISSUER,
        Files.readString(tokenCertificate()));
  }

  private Path tokenKey() {
    return home.resolve("registry-token.key");
  }

  private Path tokenCertificate() {
    return home.resolve("registry-token.pem");
  }

  /** The port of a dispatcher that answers: what a farm's balancer does. */
  private int anyDispatcher() {
    List<Integer> ports =
        dispatcher == null
            ? dispatchers.stream().map(DispatcherProcess::port).toList()
            : List.of(dispatcher.port());
    return ports.stream().filter(TestFarm::isLive).findFirst().orElse(ports.getFirst());
  }

  private static boolean isLive(int port) {
    try {
      HttpURLConnection asking =
          (HttpURLConnection)
              URI.create("http://127.0.0.1:" + port + "/health/live").toURL().openConnection();
      asking.setConnectTimeout(500);
      asking.setReadTimeout(1000);
      return asking.getResponseCode() == 200;
    } catch (IOException _) {
      return false;
    }
  }

  /** A farm with two agents, {@code east} and {@code west}. */
  static TestFarm start() {
    return start(Map.of());
  }

  /** A farm with one agent that was given a password which the registry does not take. */
  static TestFarm withWrongRegistryPassword() {
    return start(Map.of("registry", "not-the-password"));
  }

  /** A farm with one agent and several dispatchers, which share a PostgreSQL. */
  static TestFarm withDispatchers(int count) {
    try {
      return new TestFarm("", List.of("south"), count);
    } catch (IOException e) {
      throw new IllegalStateException("tried to start a farm", e);
    }
  }

  private void startDispatchers(int count, Map<String, String> farm, PostgresServer database)
      throws IOException {
    for (int i = 1; i <= count; i++) {
      Map<String, String> settings = new HashMap<>(farm);
      settings.put("HEARTH_DISPATCHER_ID", "dispatcher-" + i);
      settings.put("HEARTH_DISPATCHER_PORT", String.valueOf(FreePort.pick()));
      settings.put("HEARTH_DATABASE", database.url());
      settings.put("HEARTH_DATABASE_USER", PostgresServer.USER);
      settings.put(
          "HEARTH_DATABASE_PASSWORD_FILE", file("postgres-password", PostgresServer.PASSWORD));
      dispatchers.add(
          new DispatcherProcess(
              settings, home.resolve(settings.get("HEARTH_DISPATCHER_ID") + ".log")));
    }
    for (DispatcherProcess one : dispatchers) {
      awaitReady(one);
    }
  }

  /** Waits until a dispatcher in a process of its own accepts builds. */
  void awaitReady(DispatcherProcess one) {
    try (FarmClient asking = client(one.url())) {
      await(one.id() + " is ready")
          .atMost(START.multipliedBy(2))
          .pollInterval(Duration.ofMillis(200))
          .ignoreExceptionsInstanceOf(UncheckedIOException.class)
          .until(() ->
              asking
                      .send(asking.request("/health/ready").timeout(Duration.ofSeconds(5)))
                      .statusCode()
                  == 200);
    }
  }

  private FarmClient client(String url) {
    try {
      Path token = home.resolve("admin-token");
      return new FarmClient(url, Files.exists(token) ? Files.readString(token).strip() : "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** From now on this one is asked. */
  FarmClient ask(DispatcherProcess one) {
    client = client(one.url());
    return client;
  }

  List<DispatcherProcess> dispatchers() {
    return List.copyOf(dispatchers);
  }

  PostgresServer postgres() {
    return Objects.requireNonNull(postgres, "this farm has SQLite");
  }

  private static TestFarm start(Map<String, String> wrong) {
    try {
      TestFarm farm =
          new TestFarm(
              wrong.getOrDefault("registry", ""),
              wrong.isEmpty() ? List.of("east", "west") : List.of("north"),
              0);
      return farm;
    } catch (IOException e) {
      throw new IllegalStateException("tried to start a farm", e);
    }
  }

  private Map<String, String> settings(String registryPassword) throws IOException {
    Map<String, String> settings = new HashMap<>();
    settings.put("HEARTH_HOME", home.toString());
    settings.put("HEARTH_DISPATCHER_PORT", String.valueOf(FreePort.pick()));
    settings.put("HEARTH_ETCD_ENDPOINTS", etcd.endpoint());
    settings.put("HEARTH_ETCD_USER", EtcdServer.USER);
    settings.put("HEARTH_ETCD_PASSWORD_FILE", file("etcd-password", secrets.etcd()));
    settings.put("HEARTH_REGISTRY", registry.address());
    if (registryPassword.isEmpty()) {
      settings.put("HEARTH_REGISTRY_TOKEN_KEY", tokenKey().toString());
      settings.put("HEARTH_REGISTRY_TOKEN_CERT", tokenCertificate().toString());
    } else {
      settings.put("HEARTH_REGISTRY_USER", REGISTRY_USER);
      settings.put("HEARTH_REGISTRY_PASSWORD_FILE", file("registry-password", registryPassword));
    }
    settings.put(
        "HEARTH_GIT_ALLOW",
        "127.0.0.1:%d,127.0.0.1:%d,127.0.0.1:1".formatted(git.port(), guardedGit.port()));
    settings.put("HEARTH_LEASE_TTL", "5s");
    settings.put("HEARTH_COMPARE_HEADS", "0s");
    return settings;
  }

  private String file(String name, String secret) throws IOException {
    return Files.writeString(home.resolve(name), secret).toString();
  }

  private AgentProcess agent(String name, Map<String, String> farm) throws IOException {
    var answer = client.post("/api/v1/agents/" + name + "/key", "");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    Map<String, String> settings = new HashMap<>(farm);
    settings.keySet().removeIf(key -> key.startsWith("HEARTH_REGISTRY"));
    settings.put("HEARTH_AGENT_NAME", name);
    settings.put("HEARTH_AGENT_SLOTS", String.valueOf(SLOTS));
    settings.put("HEARTH_AGENT_MIN_FREE_DISK", "1GiB");
    settings.put(
        "HEARTH_AGENT_KEY_FILE", file(name + "-key", FarmClient.json(answer).path("key").asText()));
    String builders = System.getenv("HEARTH_BUILDERS");
    if (builders != null) {
      settings.put("HEARTH_BUILDERS", builders);
    }
    return new AgentProcess(settings, home.resolve(name + ".log"));
  }

  /** Waits until an agent is given tasks. */
  void awaitTaking(String agent) {
    await("agent " + agent + " takes tasks")
        .atMost(START)
        .until(() ->
            agents().stream()
                .anyMatch(one ->
                    one.path("name").asText().equals(agent) && one.path("taking").asBoolean()));
  }

  /** The agents as the farm lists them. */
  List<JsonNode> agents() {
    JsonNode list = FarmClient.json(client.get("/api/v1/agents")).path("agents");
    return StreamSupport.stream(list.spliterator(), false).toList();
  }

  /**
   * One more agent, which does not run yet.
   *
   * @param more its own settings
   */
  AgentProcess moreAgent(String name, Map<String, String> more) {
    try {
      Map<String, String> settings = settings("");
      settings.put("HEARTH_DISPATCHER_URL", dispatcherUrls);
      settings.putAll(more);
      AgentProcess agent = agent(name, settings);
      agents.put(name, agent);
      return agent;
    } catch (IOException e) {
      throw new UncheckedIOException("tried to make the agent " + name, e);
    }
  }

  AgentProcess agentProcess(String name) {
    AgentProcess agent = agents.get(name);
    if (agent == null) {
      throw new IllegalArgumentException("no agent " + name);
    }
    return agent;
  }

  /** A project of a repository of its own, with all defaults. */
  TestProject project() {
    return project("{}");
  }

  /**
   * A project of a repository of its own.
   *
   * @param fields what differs from the defaults, as JSON
   */
  TestProject project(String fields) {
    return TestProject.create(this, projects.incrementAndGet(), fields);
  }

  Path home() {
    return home;
  }

  Path repositories() {
    return home.resolve("repositories");
  }

  /** A manifest in the registry; the status tells whether there is one of that tag. */
  HttpResponse<String> manifest(String repository, String tag) {
    return client.send(
        HttpRequest.newBuilder(
                URI.create(
                    "http://%s/v2/%s/manifests/%s".formatted(registry.address(), repository, tag)))
            .timeout(Duration.ofSeconds(20))
            .header("Authorization", ownTokens().header(List.of(repository)))
            .header("Accept", "application/vnd.docker.distribution.manifest.v2+json"));
  }

  /** What the registry answers to who begins to push. */
  int beginPush(String repository, String token) {
    URI uploads =
        URI.create("http://%s/v2/%s/blobs/uploads/".formatted(registry.address(), repository));
    return client
        .send(
            HttpRequest.newBuilder(uploads)
                .timeout(Duration.ofSeconds(20))
                .header("Authorization", "Bearer " + token)
                .POST(HttpRequest.BodyPublishers.noBody()))
        .statusCode();
  }

  /** As the dispatcher speaks to the registry; so it does not matter which of them answer. */
  private OwnTokens ownTokens() {
    try {
      TokenKey key = TokenKey.read(tokenKey(), tokenCertificate());
      return new OwnTokens(new RegistryTokens(key, "hearth-registry", Clock.systemUTC()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  TestBuild build(String id) {
    return new TestBuild(this, id);
  }

  /** What was pulled from the farm's registry, and what its agents keep to be warm. */
  private void removeImages() throws IOException {
    List<String> ours = new ArrayList<>(List.of(registry.address() + "/"));
    for (String agent : agents.keySet()) {
      Path identity = home.resolve("agents/" + agent + "/state/identity");
      ours.add("hearth-cache/" + Files.readString(identity).strip() + "/");
    }
    docker
        .run("images", "--format", "{{.Repository}}:{{.Tag}}")
        .lines()
        .filter(name -> ours.stream().anyMatch(name::startsWith))
        .forEach(name -> docker.attempt("rmi", name));
  }

  @Override
  public void close() {
    agents.values().forEach(AgentProcess::close);
    agents.keySet().forEach(this::removeContainers);
    client.close();
    dispatchers.forEach(DispatcherProcess::close);
    if (dispatcher != null) {
      dispatcher.close();
    }
    git.close();
    guardedGit.close();
    try {
      proxy.close();
      door.close();
      removeImages();
      new ProcessBuilder("rm", "-rf", home.toString()).inheritIO().start().waitFor();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException("tried to clean up after a farm", e);
    } finally {
      registry.close();
      etcd.close();
      if (postgres != null) {
        postgres.close();
      }
    }
  }

  /** What an agent's builds left running when it handed over and nobody came. */
  private void removeContainers(String agent) {
    Path identity = home.resolve("agents").resolve(agent).resolve("state/identity");
    try {
      if (Files.exists(identity)) {
        String label = "label=dev.hearth.identity=" + Files.readString(identity).strip();
        docker
            .run("ps", "-aq", "--filter", label)
            .lines()
            .forEach(id -> docker.run("rm", "-f", id));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("tried to remove the containers of " + agent, e);
    }
  }
}
