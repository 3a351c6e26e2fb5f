package dev.hearth.dispatcher.main;

import static dev.hearth.git.RepositoryFile.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.hearth.dispatcher.DispatcherConfig;
import dev.hearth.dispatcher.sql.Baselines;
import dev.hearth.dispatcher.sql.Database;
import dev.hearth.dispatcher.sql.DatabaseConfig;
import dev.hearth.git.GitRepository;
import dev.hearth.git.GitServer;
import dev.hearth.git.GitServerConfig;
import dev.hearth.git.RecordedRequests;
import dev.hearth.protocol.ProjectId;
import dev.hearth.testing.EtcdServer;
import dev.hearth.testing.FreePort;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A whole dispatcher over a real etcd, a real Git server and SQLite; no agents are needed. */
@Timeout(180)
class EtcdWipedTest {
  private static final Duration SOON = Duration.ofSeconds(40);

  @TempDir Path home;
  private GitServer git;
  private GitRepository repository;
  private HttpClient http;
  private String token = "";
  private int port;

  @BeforeEach
  void start() throws IOException {
    repository = GitRepository.create(home.resolve("git"), "team/app.git");
    git = GitServer.start(GitServerConfig.of(home.resolve("git")), new RecordedRequests());
    http = HttpClient.newHttpClient();
  }

  @AfterEach
  void stop() {
    git.close();
    http.close();
  }

  private Dispatcher dispatcher(EtcdServer etcd) throws IOException {
    Map<String, String> settings = new HashMap<>();
    settings.put("HEARTH_HOME", home.toString());
    settings.put("HEARTH_DISPATCHER_PORT", String.valueOf(FreePort.pick()));
    settings.put("HEARTH_ETCD_ENDPOINTS", etcd.endpoint());
    settings.put("HEARTH_REGISTRY", "127.0.0.1:1");
    settings.put("HEARTH_GIT_ALLOW", "127.0.0.1:" + git.port());
    settings.put("HEARTH_LEASE_TTL", "5s");
    settings.put("HEARTH_COMPARE_HEADS", "1s");
    Dispatcher dispatcher = Dispatcher.start(DispatcherConfig.of(settings));
    port = dispatcher.port();
    token = Files.readString(home.resolve("admin-token")).strip();
    return dispatcher;
  }

  private JsonNode ask(String path, String body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .timeout(Duration.ofSeconds(30))
            .header("Authorization", "Bearer " + token);
    if (!body.isEmpty()) {
      request.header("Content-Type", "application/json").POST(BodyPublishers.ofString(body));
    }
    try {
      HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
      return JsonMapper.builder().build().readTree(answer.body());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private String push() {
    return repository.commit("main", Map.of("a", text("" + System.nanoTime())), "a change");
  }

  private JsonNode awaitBuild(String commit, Predicate<JsonNode> wanted) {
    return await()
        .atMost(SOON)
        .ignoreExceptions()
        .until(
            () -> ask("/api/v1/builds?commit=" + commit, "").path("builds").path(0),
            build -> !build.isMissingNode() && wanted.test(build));
  }

  /** Until the repository was read for the first time. */
  private void awaitBaseline() {
    try (Database database = Database.open(DatabaseConfig.in(home))) {
      ProjectId project = new ProjectId(ask("/api/v1/projects", "").at("/projects/0/id").asText());
      Baselines baselines = new Baselines(database);
      await().atMost(SOON).until(() -> !baselines.find(project).gitKey().isEmpty());
    }
  }

  private static Predicate<JsonNode> in(String state) {
    return build -> build.path("state").asText().equals(state);
  }

  @Test
  void theLossOfEtcdLosesNoFinishedBuildAndSaysWhatWasUnderWay() throws IOException {
    push();
    String finished;
    String underWay;
    try (EtcdServer etcd = EtcdServer.withoutUsers();
        Dispatcher _ = dispatcher(etcd)) {
      ask(
          "/api/v1/projects",
          "{\"name\":\"team/app\",\"gitUrl\":\"%s\"}".formatted(git.url("team/app.git")));
      awaitBaseline();
      finished = push();
      JsonNode missed = awaitBuild(finished, in("queued"));
      assertThat(missed.path("cause").asText()).isEqualTo("reconciled");
      assertThat(missed.path("number").asLong()).as("nothing was built before").isEqualTo(1);
      ask("/api/v1/builds/" + missed.path("id").asText() + "/cancel", "{}");
      awaitBuild(finished, in("cancelled"));
      underWay = push();
      awaitBuild(underWay, in("queued"));
      await()
          .atMost(SOON)
          .untilAsserted(
              () -> assertThat(ask("/api/v1/doctor?pause=3", "").path("violations")).isEmpty());
    }

    try (EtcdServer empty = EtcdServer.withoutUsers();
        Dispatcher _ = dispatcher(empty)) {
      assertThat(ask("/api/v1/projects", "").path("projects")).hasSize(1);
      assertThat(awaitBuild(finished, in("cancelled")).path("number").asLong()).isEqualTo(1);
      JsonNode again = awaitBuild(underWay, in("queued"));
      assertThat(again.path("number").asLong()).isEqualTo(3);
      await()
          .atMost(SOON)
          .untilAsserted(() ->
              assertThat(ask("/api/v1/builds?state=lost", "").at("/builds/0/number").asLong())
                  .isEqualTo(2));
      JsonNode lost = ask("/api/v1/builds?state=lost", "").at("/builds/0");
      assertThat(lost.toString()).contains("etcd lost its data");
      JsonNode diagnosis = ask("/api/v1/doctor?pause=3", "");
      assertThat(diagnosis.path("violations")).isEmpty();
      assertThat(diagnosis.at("/notices/0").asText()).startsWith("team/app#2 of main");
    }
  }
}
