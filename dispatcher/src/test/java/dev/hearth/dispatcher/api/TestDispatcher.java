package dev.hearth.dispatcher.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.hearth.dispatcher.RefusedException;
import dev.hearth.dispatcher.agents.AgentTaskRoutes;
import dev.hearth.dispatcher.agents.JoinRoutes;
import dev.hearth.dispatcher.agents.LogRights;
import dev.hearth.dispatcher.agents.StandingTasks;
import dev.hearth.dispatcher.agents.TestResultRoutes;
import dev.hearth.dispatcher.builds.EtcdCordons;
import dev.hearth.dispatcher.console.Console;
import dev.hearth.dispatcher.doctor.Doctor;
import dev.hearth.dispatcher.doctor.Known;
import dev.hearth.dispatcher.doorman.AttemptCredentials;
import dev.hearth.dispatcher.doorman.Callers;
import dev.hearth.dispatcher.doorman.Doorman;
import dev.hearth.dispatcher.doorman.RegistryTokens;
import dev.hearth.dispatcher.doorman.TokenRoutes;
import dev.hearth.dispatcher.hooks.HookRoutes;
import dev.hearth.dispatcher.http.WebServer;
import dev.hearth.dispatcher.http.WebServerConfig;
import dev.hearth.dispatcher.images.ImageCatalog;
import dev.hearth.dispatcher.images.ImageChanges;
import dev.hearth.dispatcher.images.ImageDrift;
import dev.hearth.dispatcher.images.ImageParts;
import dev.hearth.dispatcher.images.ImageReferences;
import dev.hearth.dispatcher.images.ImageRights;
import dev.hearth.dispatcher.images.KnownRepositories;
import dev.hearth.dispatcher.images.TagOrigins;
import dev.hearth.dispatcher.joining.EtcdUsers;
import dev.hearth.dispatcher.joining.FarmAddresses;
import dev.hearth.dispatcher.joining.Joining;
import dev.hearth.dispatcher.ledger.DeliveryJournal;
import dev.hearth.dispatcher.ledger.Ledgering;
import dev.hearth.dispatcher.logs.DirectoryLogStore;
import dev.hearth.dispatcher.logs.DirectoryTestResults;
import dev.hearth.dispatcher.logs.LogWatch;
import dev.hearth.dispatcher.logs.TestResultStore;
import dev.hearth.dispatcher.metrics.FarmFigures;
import dev.hearth.dispatcher.metrics.HealthCheck;
import dev.hearth.dispatcher.metrics.HealthRoutes;
import dev.hearth.dispatcher.metrics.Metrics;
import dev.hearth.dispatcher.people.Access;
import dev.hearth.dispatcher.people.LogInThrottle;
import dev.hearth.dispatcher.people.Principal;
import dev.hearth.dispatcher.people.SessionLimits;
import dev.hearth.dispatcher.projects.Project;
import dev.hearth.dispatcher.projects.ProjectSecrets;
import dev.hearth.dispatcher.projects.Secret;
import dev.hearth.dispatcher.queue.RemoteRefs;
import dev.hearth.dispatcher.quotas.LiveQuotas;
import dev.hearth.dispatcher.registry.RegistryClient;
import dev.hearth.dispatcher.registry.RegistryConfig;
import dev.hearth.dispatcher.registry.StoredImages;
import dev.hearth.dispatcher.secrets.FarmHookSecret;
import dev.hearth.dispatcher.secrets.FarmKey;
import dev.hearth.dispatcher.secrets.Sealer;
import dev.hearth.dispatcher.sessions.LogIns;
import dev.hearth.dispatcher.sessions.WebSessions;
import dev.hearth.dispatcher.sql.AccessTokens;
import dev.hearth.dispatcher.sql.ActivityTrail;
import dev.hearth.dispatcher.sql.AgentKeys;
import dev.hearth.dispatcher.sql.Announcements;
import dev.hearth.dispatcher.sql.Baselines;
import dev.hearth.dispatcher.sql.BuildArchive;
import dev.hearth.dispatcher.sql.CachedProjects;
import dev.hearth.dispatcher.sql.DailyCounts;
import dev.hearth.dispatcher.sql.Database;
import dev.hearth.dispatcher.sql.DatabaseConfig;
import dev.hearth.dispatcher.sql.DeliveryLedger;
import dev.hearth.dispatcher.sql.Identities;
import dev.hearth.dispatcher.sql.JoinTokens;
import dev.hearth.dispatcher.sql.MemberStore;
import dev.hearth.dispatcher.sql.PeopleStore;
import dev.hearth.dispatcher.sql.ProjectStore;
import dev.hearth.dispatcher.sql.QuotaTable;
import dev.hearth.dispatcher.sql.RepositoryStore;
import dev.hearth.dispatcher.sql.SessionStore;
import dev.hearth.dispatcher.sql.TagArchive;
import dev.hearth.protocol.AgentId;
import dev.hearth.protocol.AgentRecord;
import dev.hearth.protocol.AgentStatus;
import dev.hearth.protocol.AttemptId;
import dev.hearth.protocol.BuildId;
import dev.hearth.protocol.Cordon;
import dev.hearth.protocol.GitUrlPolicy;
import dev.hearth.protocol.ProjectId;
import dev.hearth.protocol.ProjectName;
import dev.hearth.protocol.TaskOrder;
import dev.hearth.protocol.etcd.EtcdConfig;
import dev.hearth.protocol.etcd.FarmKeys;
import dev.hearth.protocol.etcd.KeyValues;
import dev.hearth.protocol.etcd.ModelEtcd;
import dev.hearth.protocol.etcd.ModelFaults;
import dev.hearth.protocol.etcd.ModelKeyValues;
import dev.hearth.protocol.etcd.Versioned;
import dev.hearth.protocol.trust.TokenKey;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** A dispatcher's whole HTTP side over a real server, database and log store, without etcd. */
public final class TestDispatcher implements AutoCloseable {
  public static final String TOKEN = "admin-token-of-the-test";
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  public final InMemoryBuilds builds = new InMemoryBuilds();
  public final Map<AttemptId, TaskOrder> tasks = new ConcurrentHashMap<>();
  public final DirectoryLogStore logs;
  public final LogWatch watch = new LogWatch();
  public final TestResultStore testResults;
  public final Path hookSecretFile;
  public volatile RemoteRefs.Refs remotes =
      new RemoteRefs.Refs(Map.of("refs/heads/main", InMemoryBuilds.HEAD), "refs/heads/main");
  public volatile Optional<String> etcdProblem = Optional.empty();

  /** Why no Git host answers; empty: each does. */
  public volatile Optional<String> gitProblem = Optional.empty();

  /** Besides agent-1. */
  public final List<AgentView> moreAgents = new CopyOnWriteArrayList<>();

  private final Vertx vertx = Vertx.vertx();
  private final HttpClient client = HttpClient.newHttpClient();
  public final PeopleParts people;

  public final DeliveryLedger deliveries;

  /** What has ended, for the figures. */
  public final BuildArchive archive;

  private final Database database;

  /** What builds wrote into the registry. */
  public final TagArchive tags;

  private final RegistryClient registry;
  private final CachedProjects projects;
  private final Announcements announcements;
  private final QuotaTable quotas;
  private final AgentKeys keys;
  private final DeliveryJournal journal;
  private final KeyValues etcd =
      new ModelKeyValues(new ModelEtcd(Clock.systemUTC()), ModelFaults.NONE);
  private final WebServer server;

  /** Without a registry that answers. */
  public TestDispatcher(Path home) {
    this(home, URI.create("http://127.0.0.1:1"));
  }

  public TestDispatcher(Path home, URI registryAddress) {
    registry = new RegistryClient(RegistryConfig.of(registryAddress, "", new Secret("")));
    hookSecretFile = home.resolve("hook-secret");
    logs = new DirectoryLogStore(home.resolve("logs"), DirectoryLogStore.DEFAULT_BOUND);
    testResults = new DirectoryTestResults(home.resolve("logs"));
    database = Database.open(DatabaseConfig.in(home));
    archive = new BuildArchive(database);
    tags = new TagArchive(database);
    ProjectStore store =
        new ProjectStore(
            database, new Sealer(FarmKey.open(home.resolve("farm.key"))), Clock.systemUTC());
    projects = CachedProjects.start(store, Duration.ofMillis(100));
    announcements = Announcements.start(database, Duration.ofMillis(100), Clock.systemUTC());
    quotas = QuotaTable.start(database, Duration.ofMillis(100));
    LiveQuotas live = new LiveQuotas(quotas::quotas, builds::table, projects);
    builds.bound(live::requireRoom);
    keys = new AgentKeys(database, Clock.systemUTC());
    Joining joining = joining(database, keys);
    StandingTasks standing =
        (agent, attempt) ->
            agent.value().equals("agent-1")
                ? Optional.ofNullable(tasks.get(attempt))
                : Optional.empty();
    deliveries = new DeliveryLedger(database);
    journal = DeliveryJournal.start(deliveries, Clock.systemUTC());
    people = people(database);
    Addresses addresses = new Addresses("http://farm.example");
    ApiParts parts =
        new ApiParts(
            people,
            builds,
            this::agents,
            new EtcdCordons(etcd, new FarmKeys()),
            keys,
            joining,
            store,
            projects,
            deliveries,
            new Baselines(database),
            doctor(),
            images(),
            logs,
            watch,
            testResults,
            GitUrlPolicy.anyPublicHost(),
            _ -> List.of(InetAddress.getByAddress(new byte[] {(byte) 192, 0, 2, 1})),
            url -> url.host() + " ssh-ed25519 AAAA",
            this::answered,
            archive,
            new DailyCounts(database),
            announcements,
            quotas,
            live,
            addresses,
            "registry.example:5000",
            Clock.systemUTC());
    Metrics metrics =
        new Metrics(() -> new FarmFigures(Map.of("queued", 3), 1, 2, 1, Duration.ZERO));
    server =
        WebServer.start(
            vertx,
            new WebServerConfig("127.0.0.1", 0, null),
            metrics,
            List.of(
                new ApiRoutes(ApiDocument.load(), parts),
                new Console(parts, _ -> remotes),
                new HookRoutes(
                    projects,
                    store,
                    FarmHookSecret.open(hookSecretFile),
                    builds,
                    addresses,
                    new Ledgering(journal, Clock.systemUTC()),
                    Clock.systemUTC()),
                new AgentTaskRoutes(
                    keys,
                    standing,
                    new LogRights(standing, builds, projects),
                    projects,
                    (_, _) ->
                        new AgentTaskRoutes.RegistryLogin(
                            "farm", new Secret("registry-password"), false),
                    logs,
                    watch),
                new TestResultRoutes(keys, new LogRights(standing, builds, projects), testResults),
                tokenServer(home),
                new HealthRoutes(
                    List.of(
                        new HealthCheck("etcd", true, () -> etcdProblem),
                        new HealthCheck("sql", false, () -> Optional.of("it is slow")))),
                new JoinRoutes(joining, keys),
                metrics));
  }

  private RemoteRefs.Refs answered(Project project, ProjectSecrets secrets) {
    if (gitProblem.isPresent()) {
      throw RefusedException.impossible(gitProblem.get());
    }
    return new RemoteRefs.Refs(Map.of("refs/heads/main", InMemoryBuilds.HEAD), "refs/heads/main");
  }

  private static PeopleParts people(Database database) {
    Clock clock = Clock.systemUTC();
    AccessTokens tokens = new AccessTokens(database, clock);
    MemberStore members = new MemberStore(database, clock);
    PeopleStore all = new PeopleStore(database, clock);
    ActivityTrail trail = new ActivityTrail(database, clock);
    LogInThrottle throttle = new LogInThrottle(clock);
    SessionStore sessions = new SessionStore(database, SessionLimits.DEFAULT, clock);
    return new PeopleParts(
        token ->
            token.equals(TOKEN)
                ? Optional.of(new Principal.Administrator())
                : tokens.bearing(token),
        all,
        tokens,
        members,
        new Access(members),
        trail,
        throttle,
        new LogIns(all, TOKEN::equals, throttle, trail),
        sessions,
        new WebSessions(sessions, SessionLimits.DEFAULT, false, trail),
        new Identities(database, clock),
        "git.example.com");
  }

  /** Of a farm without anything in etcd. */
  private static Doctor doctor() {
    ModelKeyValues etcd = new ModelKeyValues(new ModelEtcd(Clock.systemUTC()), ModelFaults.NONE);
    Known nothing =
        new Known() {
          @Override
          public boolean project(ProjectId project) {
            return false;
          }

          @Override
          public boolean archived(BuildId build) {
            return false;
          }

          @Override
          public long lastNumber(ProjectId project) {
            return 0;
          }
        };
    return new Doctor(
        etcd, new FarmKeys(), nothing, List.of(), () -> List.of("a notice"), Clock.systemUTC());
  }

  /** Of a farm whose etcd asks for no users. */
  private static Joining joining(Database database, AgentKeys keys) {
    KeyValues etcd = new ModelKeyValues(new ModelEtcd(Clock.systemUTC()), ModelFaults.NONE);
    return new Joining(
        new JoinTokens(database, Clock.systemUTC()),
        keys,
        new EtcdUsers(
            new EtcdConfig(List.of("http://127.0.0.1:1"), null, null, EtcdConfig.DEADLINE),
            null,
            new FarmKeys()),
        etcd,
        new FarmKeys(),
        new FarmAddresses(
            "test",
            List.of("https://etcd.example:2379"),
            "registry.example:5000",
            null,
            null,
            Map.of("HEARTH_FARM", "test")),
        "https://farm.example:8443");
  }

  private ImageParts images() {
    KeyValues etcd = new ModelKeyValues(new ModelEtcd(Clock.systemUTC()), ModelFaults.NONE);
    RepositoryStore repositories = new RepositoryStore(database);
    KnownRepositories known = new KnownRepositories(projects, repositories);
    TagOrigins origins = new TagOrigins(etcd, new FarmKeys(), tags, known);
    StoredImages images = new StoredImages(registry);
    return new ImageParts(
        known,
        new ImageCatalog(known, projects, repositories, tags, origins, images, people.access()),
        new ImageChanges(
            new ImageRights(people.access(), known),
            origins,
            images,
            repositories,
            people.trail(),
            Clock.systemUTC()),
        new ImageDrift(
            images,
            origins,
            new ImageReferences(images),
            build -> builds.find(build).map(one -> one.record().request().ref())));
  }

  private TokenRoutes tokenServer(Path home) {
    Path key = home.resolve("token.key");
    Path certificate = home.resolve("token.pem");
    try {
      TokenKey.findOrMake(key, certificate, Clock.systemUTC());
      return new TokenRoutes(
          new Doorman(
              new Callers(
                  people.bearers()::bearing,
                  people.people()::logIn,
                  people.throttle(),
                  people.trail(),
                  new AttemptCredentials(FarmKey.open(home.resolve("farm.key"))),
                  _ -> Optional.empty()),
              people.access(),
              new KnownRepositories(projects, new RepositoryStore(database)),
              new RegistryTokens(
                  TokenKey.read(key, certificate), "hearth-registry", Clock.systemUTC())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<AgentView> agents() {
    AgentId name = new AgentId("agent-1");
    Cordon cordon = etcd.find(new FarmKeys().cordon(name)).map(Versioned::value).orElse(null);
    AgentView first =
        new AgentView(
            name,
            new AgentRecord(name, "identity", "boot", 1, 2, Set.of("linux"), "0.1.0"),
            new AgentStatus(true, true, "", 1000, 0.5, Set.of()),
            cordon,
            List.of("team/app#1"));
    return Stream.concat(Stream.of(first), moreAgents.stream()).toList();
  }

  public int port() {
    return server.port();
  }

  public String farmHookSecret() throws IOException {
    return Files.readString(hookSecretFile).strip();
  }

  public HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
        .timeout(Duration.ofSeconds(30));
  }

  public HttpRequest.Builder authorized(String path) {
    return request(path).header("Authorization", "Bearer " + TOKEN);
  }

  public HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return client.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  public HttpResponse<String> get(String path) {
    return send(authorized(path));
  }

  public HttpResponse<String> post(String path, String json) {
    return send(
        authorized(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(json)));
  }

  public static JsonNode json(HttpResponse<String> response) {
    try {
      return MAPPER.readTree(response.body());
    } catch (IOException e) {
      throw new IllegalStateException("no JSON: " + response.body(), e);
    }
  }

  /** Creates a project and returns the answer's JSON. */
  public JsonNode project(String name, String gitUrl) {
    JsonNode project =
        json(
            post(
                "/api/v1/projects", "{\"name\":\"%s\",\"gitUrl\":\"%s\"}".formatted(name, gitUrl)));
    builds.knows(new ProjectId(project.path("id").asText()), new ProjectName(name));
    return project;
  }

  @Override
  public void close() {
    server.close();
    registry.close();
    projects.close();
    announcements.close();
    quotas.close();
    keys.close();
    journal.close();
    database.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
