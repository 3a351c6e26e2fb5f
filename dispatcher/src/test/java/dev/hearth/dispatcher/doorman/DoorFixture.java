package dev.hearth.dispatcher.doorman;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hearth.dispatcher.http.WebServer;
import dev.hearth.dispatcher.http.WebServerConfig;
import dev.hearth.dispatcher.people.Access;
import dev.hearth.dispatcher.people.LogInThrottle;
import dev.hearth.dispatcher.people.Membership;
import dev.hearth.dispatcher.people.Person;
import dev.hearth.dispatcher.people.PersonId;
import dev.hearth.dispatcher.people.Principal;
import dev.hearth.dispatcher.people.Role;
import dev.hearth.dispatcher.people.Scope;
import dev.hearth.dispatcher.people.Thing;
import dev.hearth.dispatcher.projects.Secret;
import dev.hearth.dispatcher.secrets.FarmKey;
import dev.hearth.protocol.AgentId;
import dev.hearth.protocol.AttemptId;
import dev.hearth.protocol.ProjectId;
import dev.hearth.protocol.ProjectName;
import dev.hearth.protocol.trust.TokenKey;
import dev.hearth.testing.RegistryServer;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/** The token server over HTTP beside a real registry that believes it, without etcd or SQL. */
final class DoorFixture implements AutoCloseable {
  static final String SERVICE = "registry-of-the-test";
  static final String ADMIN = "the-farms-own-token";
  static final String TOKEN = "hpt_adas-token";
  static final String PASSWORD = "adas-password";
  static final Thing.OfProject APP =
      new Thing.OfProject(ProjectId.random(), new ProjectName("team/app"));

  private static final ObjectMapper JSON = new ObjectMapper();

  final Map<AttemptId, RunningAttempts.Running> attempts = new ConcurrentHashMap<>();
  final List<String> trail = new CopyOnWriteArrayList<>();
  final AttemptCredentials credentials;
  final TokenKey key;
  final RegistryServer registry;
  volatile Role role = Role.MASTER;

  private final Vertx vertx = Vertx.vertx();
  private final HttpClient http = HttpClient.newHttpClient();
  private final WebServer server;

  DoorFixture(Path home) throws IOException {
    Clock clock = Clock.systemUTC();
    Path keyFile = home.resolve("token.key");
    Path certificate = home.resolve("token.pem");
    TokenKey.findOrMake(keyFile, certificate, clock);
    key = TokenKey.read(keyFile, certificate);
    credentials = new AttemptCredentials(FarmKey.open(home.resolve("farm.key")));
    Person ada = new Person(PersonId.random(), "ada", "", "", false, false, Instant.EPOCH);
    Callers callers =
        new Callers(
            token -> bearing(ada, token),
            (name, password) ->
                name.equals("ada") && password.matches(PASSWORD)
                    ? Optional.of(ada)
                    : Optional.empty(),
            new LogInThrottle(clock),
            (_, _, _, what, facts) -> trail.add(what + " " + facts.get("name")),
            credentials,
            attempt -> Optional.ofNullable(attempts.get(attempt)));
    Access access = new Access(_ -> List.of(new Membership(APP.kind(), APP.key(), role)));
    server =
        WebServer.start(
            vertx,
            new WebServerConfig("127.0.0.1", 0, null),
            (_, _, _, _) -> {},
            List.of(
                new TokenRoutes(
                    new Doorman(
                        callers, access, new Facts(), new RegistryTokens(key, SERVICE, clock)))));
    registry =
        RegistryServer.withTokens(
            realm(), SERVICE, RegistryTokens.ISSUER, Files.readString(certificate));
  }

  private static Optional<Principal> bearing(Person ada, String token) {
    return switch (token) {
      case ADMIN -> Optional.of(new Principal.Administrator());
      case TOKEN -> Optional.of(new Principal.Known(ada, EnumSet.of(Scope.WRITE_REGISTRY)));
      default -> Optional.empty();
    };
  }

  private record Facts() implements RepositoryFacts {
    @Override
    public Thing.Repository thing(String repository) {
      return new Thing.Repository(repository, repository.equals("team/app") ? APP : null);
    }

    @Override
    public boolean isPublic(String repository) {
      return repository.equals("public/base");
    }

    @Override
    public boolean isPushedByDevelopers(Thing.Repository repository) {
      return false;
    }
  }

  private String realm() {
    return "http://127.0.0.1:" + server.port() + "/registry/token";
  }

  /** Asks for a token; {@code user} empty: without credentials. */
  HttpResponse<String> ask(String user, String password, String... scopes) {
    List<String> query = new ArrayList<>(List.of("service=" + SERVICE));
    Set.of(scopes).forEach(scope -> query.add("scope=" + scope));
    return askFor(String.join("&", query), user, password);
  }

  HttpResponse<String> askFor(String query, String user, String password) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(realm() + "?" + query));
    if (!user.isEmpty()) {
      request.header("Authorization", basic(user, password));
    }
    return send(request);
  }

  HttpResponse<String> post(String form) {
    return send(
        HttpRequest.newBuilder(URI.create(realm()))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(form)));
  }

  /** What the registry answers to a request with this token. */
  int registry(String method, String path, String token) {
    return send(HttpRequest.newBuilder(URI.create("http://" + registry.address() + path))
            .header("Authorization", "Bearer " + token)
            .method(method, BodyPublishers.noBody()))
        .statusCode();
  }

  static String token(HttpResponse<String> answer) {
    return json(answer).path("token").asText();
  }

  static JsonNode json(HttpResponse<String> answer) {
    return tree(answer.body());
  }

  private static JsonNode tree(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new IllegalStateException("no JSON: " + text, e);
    }
  }

  /** What a token is good for: {@code team/app:pull,push}. */
  static String access(HttpResponse<String> answer) {
    String payload = token(answer).split("\\.", -1)[1];
    JsonNode claims =
        tree(new String(Base64.getUrlDecoder().decode(payload), StandardCharsets.UTF_8));
    List<String> all = new ArrayList<>();
    for (JsonNode entry : claims.path("access")) {
      List<String> actions = new ArrayList<>();
      entry.path("actions").forEach(action -> actions.add(action.asText()));
      all.add(entry.path("name").asText() + ":" + String.join(",", actions));
    }
    return all.stream().sorted().collect(Collectors.joining(" "));
  }

  RunningAttempts.Running running(AttemptId attempt, String agent) {
    RunningAttempts.Running running = new RunningAttempts.Running(new AgentId(agent), APP.id());
    attempts.put(attempt, running);
    return running;
  }

  Secret credential(AttemptId attempt, String agent) {
    return credentials.password(new AgentId(agent), attempt);
  }

  private static String basic(String user, String password) {
    byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(pair);
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return http.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    registry.close();
    server.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
    http.close();
  }
}
