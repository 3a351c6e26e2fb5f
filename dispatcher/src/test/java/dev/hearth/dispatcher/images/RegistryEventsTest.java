package dev.hearth.dispatcher.images;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.dispatcher.http.WebServer;
import dev.hearth.dispatcher.http.WebServerConfig;
import dev.hearth.dispatcher.people.Person;
import dev.hearth.dispatcher.people.PersonId;
import dev.hearth.dispatcher.people.Principal;
import dev.hearth.dispatcher.projects.Secret;
import dev.hearth.dispatcher.secrets.FarmKey;
import dev.hearth.dispatcher.secrets.Sealer;
import dev.hearth.dispatcher.sql.CachedProjects;
import dev.hearth.dispatcher.sql.Database;
import dev.hearth.dispatcher.sql.DatabaseConfig;
import dev.hearth.dispatcher.sql.ProjectStore;
import dev.hearth.dispatcher.sql.RepositoryStore;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Notifications as registry 2.8.2 sends them, told of a push and a pull by different actors. */
@Timeout(60)
class RegistryEventsTest {
  private static final String SECRET = "the-registrys-own-secret";

  @TempDir Path home;
  private final List<String> trail = new CopyOnWriteArrayList<>();
  private final Vertx vertx = Vertx.vertx();
  private Database database;
  private CachedProjects projects;
  private RepositoryStore store;
  private WebServer server;

  @BeforeEach
  void start() {
    database = Database.open(DatabaseConfig.in(home));
    Sealer sealer = new Sealer(FarmKey.open(home.resolve("farm.key")));
    projects =
        CachedProjects.start(
            new ProjectStore(database, sealer, Clock.systemUTC()), Duration.ofSeconds(1));
    store = new RepositoryStore(database);
    server =
        WebServer.start(
            vertx,
            new WebServerConfig("127.0.0.1", 0, null),
            (_, _, _, _) -> {},
            List.of(
                new RegistryEvents(
                    new Secret(SECRET),
                    new KnownRepositories(projects, store),
                    store,
                    RegistryEventsTest::person,
                    (who, from, where, what, facts) ->
                        trail.add(
                            "%s %s %s:%s"
                                .formatted(who.name(), what, where.key(), facts.get("tag"))),
                    Clock.systemUTC())));
  }

  private static Principal person(String name) {
    return new Principal.Known(
        new Person(PersonId.random(), name, "", "", false, false, Instant.EPOCH), Set.of());
  }

  @AfterEach
  void stop() {
    server.close();
    projects.close();
    database.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void pushesAndPullsAreCountedAndPeoplesPushesTold() throws Exception {
    assertThat(post(SECRET, sample())).isEqualTo(204);

    assertThat(trail).containsExactly("mia image.pushed team/app:one");
    RepositoryStore.Seen seen = store.find("team/app").orElseThrow().seen();
    assertThat(seen.pushes()).as("mia's, and the dispatcher's of a tag").isEqualTo(2);
    assertThat(seen.pulls()).as("mia's, and somebody's").isEqualTo(2);
    assertThat(seen.pushedAt()).isNotNull();
    assertThat(store.all()).as("staging is nobody's business").containsOnlyKeys("team/app");
    assertThat(store.isPublic("team/app")).isFalse();
  }

  @Test
  void whoeverDoesNotBearTheSecretTellsNothing() throws Exception {
    assertThat(post("guessed", sample())).isEqualTo(401);
    assertThat(post(SECRET, "no JSON")).isEqualTo(400);
    assertThat(post(SECRET, "{\"events\":[{},[],1,{\"action\":\"push\"}]}")).isEqualTo(204);
    assertThat(trail).isEmpty();
    assertThat(store.all()).isEmpty();
  }

  private int post(String secret, String body) throws IOException, InterruptedException {
    URI address = URI.create("http://127.0.0.1:" + server.port() + "/registry/events");
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client
          .send(
              HttpRequest.newBuilder(address)
                  .header("Authorization", "Bearer " + secret)
                  .POST(BodyPublishers.ofString(body))
                  .build(),
              BodyHandlers.discarding())
          .statusCode();
    }
  }

  private static String sample() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(RegistryEventsTest.class.getResourceAsStream("events.json"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
