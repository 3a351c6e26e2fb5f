package dev.hearth.dispatcher.hooks;

import static dev.hearth.dispatcher.api.TestDispatcher.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hearth.dispatcher.api.TestDispatcher;
import dev.hearth.dispatcher.http.RawClient;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(90)
class GitLabHookTest {
  private static final int MOST = 25 << 20;
  private static final String COMMIT = "da1560886d4f094c3e6c9ef40349f7d38b5d27d7";

  @TempDir Path home;
  private TestDispatcher farm;
  private String secret;

  @BeforeEach
  void start() {
    farm = new TestDispatcher(home);
    secret =
        farm.project("team/app", "https://git.example.com/team/app.git")
            .path("hookSecret")
            .asText();
  }

  @AfterEach
  void stop() {
    farm.close();
  }

  private static String push(String ref, String after, String url, int id) {
    return """
    {"object_kind":"push","ref":"%s","before":"%s","after":"%s","checkout_sha":%s,
     "user_username":"ann","project_id":%d,
     "project":{"id":%d,"path_with_namespace":"team/app","git_http_url":"%s"}}\
    """
        .formatted(
            ref,
            "9".repeat(40),
            after,
            after.startsWith("0000") ? "null" : "\"" + after + "\"",
            id,
            id,
            url);
  }

  private static String push() {
    return push("refs/heads/main", COMMIT, "https://git.example.com/team/app.git", 15);
  }

  private HttpResponse<String> hook(String token, String key, String body) {
    var request =
        farm.request("/hooks/gitlab")
            .header("X-Gitlab-Event", "Push Hook")
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body));
    if (!token.isEmpty()) {
      request.header("X-Gitlab-Token", token);
    }
    if (!key.isEmpty()) {
      request.header("Idempotency-Key", key);
    }
    return farm.send(request);
  }

  @Test
  void aPushIsAcceptedAndItsRedeliveryFindsTheSameBuild() {
    HttpResponse<String> first = hook(secret, "d1", push());
    assertThat(first.statusCode()).as(first.body()).isEqualTo(202);
    JsonNode build = json(first).at("/builds/0");
    assertThat(build.path("project").asText()).isEqualTo("team/app");
    assertThat(build.path("number").asInt()).isEqualTo(1);
    assertThat(build.path("url").asText())
        .isEqualTo("http://farm.example/api/v1/builds/" + build.path("id").asText());

    assertThat(hook(secret, "d1", push()).body()).isEqualTo(first.body());
    assertThat(farm.builds.count()).isEqualTo(1);
  }

  @Test
  void withoutAKeyTheBodyIsWhatIsRemembered() {
    assertThat(hook(secret, "", push()).body()).isEqualTo(hook(secret, "", push()).body());
    assertThat(farm.builds.count()).isEqualTo(1);
  }

  @Test
  void theSizeIsLookedAtBeforeTheSecret() throws Exception {
    assertThat(hook("wrong", "", " ".repeat(MOST + 1)).statusCode()).isEqualTo(413);
    assertThat(hook(secret, "", " ".repeat(MOST + 1)).statusCode()).isEqualTo(413);
    try (RawClient raw = new RawClient(farm.port())) {
      raw.send("POST /hooks/gitlab HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
      raw.sendChunked(MOST + 1L);
      assertThat(raw.readUntil("}")).startsWith("HTTP/1.1 413");
    }
  }

  @Test
  void aBodyOfExactlyTheBoundIsTaken() {
    String body = push();
    assertThat(hook(secret, "", body + " ".repeat(MOST - body.length())).statusCode())
        .isEqualTo(202);
  }

  @Test
  void theSecretIsLookedAtBeforeTheBody() {
    HttpResponse<String> wrong = hook("wrong", "", "no json");
    assertThat(wrong.statusCode()).isEqualTo(401);
    assertThat(hook("", "", push()).body()).isEqualTo(wrong.body());
    String unknown = push("refs/heads/main", COMMIT, "https://git.example.com/no/such.git", 1);
    assertThat(hook("wrong", "", unknown).body()).isEqualTo(wrong.body());
    assertThat(hook(secret, "", "no json").statusCode()).isEqualTo(400);
    assertThat(hook(secret, "", "").statusCode()).isEqualTo(400);
  }

  @Test
  void whatIsNothingToDoIsASuccessThatSaysWhy() {
    String other = push("refs/heads/main", COMMIT, "https://git.example.com/team/other.git", 16);
    String deleted =
        push("refs/heads/main", "0".repeat(40), "https://git.example.com/team/app.git", 15);
    for (String body : new String[] {other, deleted, "{\"object_kind\":\"issue\"}"}) {
      HttpResponse<String> answer = hook(secret, "", body);
      assertThat(answer.statusCode()).as(body).isEqualTo(200);
      assertThat(json(answer).path("builds")).isEmpty();
      assertThat(json(answer).path("reason").asText()).isNotEmpty();
    }
    assertThat(farm.builds.count()).isZero();
  }

  @Test
  void aPushThatMatchesNothingSaysSo() {
    farm.send(
        farm.authorized("/api/v1/projects/team%2Fapp")
            .method("PATCH", BodyPublishers.ofString("{\"branches\":[\"main\"]}")));
    HttpResponse<String> answer =
        hook(
            secret,
            "",
            push("refs/heads/other", COMMIT, "https://git.example.com/team/app.git", 15));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(json(answer).path("reason").asText()).contains("refs/heads/other");
  }

  @Test
  void theFarmsOwnSecretSpeaksForEveryProject() throws IOException {
    assertThat(hook(farm.farmHookSecret(), "", push()).statusCode()).isEqualTo(202);
    assertThat(Files.getPosixFilePermissions(farm.hookSecretFile)).hasSize(2);
  }

  @Test
  void oneProjectsSecretDoesNotSpeakForAnother() {
    farm.project("team/other", "https://git.example.com/team/other.git");
    String other = push("refs/heads/main", COMMIT, "https://git.example.com/team/other.git", 16);
    assertThat(hook(secret, "", other).statusCode()).isEqualTo(200);
    assertThat(farm.builds.count()).isZero();
  }

  @Test
  void aRepositoryThatWasRenamedIsKnownByItsId() {
    hook(secret, "d1", push());
    String renamed =
        push("refs/heads/main", COMMIT, "https://git.example.com/team/renamed.git", 15);

    await()
        .atMost(10, TimeUnit.SECONDS)
        .untilAsserted(() -> assertThat(hook(secret, "d2", renamed).statusCode()).isEqualTo(202));

    String newcomer = push("refs/heads/main", COMMIT, "https://git.example.com/team/app.git", 99);
    assertThat(hook(secret, "d3", newcomer).statusCode()).isEqualTo(200);
  }

  private List<JsonNode> ledger(String query) {
    HttpResponse<String> answer = farm.get("/api/v1/deliveries" + query);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    List<JsonNode> entries = new ArrayList<>();
    json(answer).path("deliveries").forEach(entries::add);
    return entries;
  }

  @Test
  void theLedgerSaysWhatWasDecidedAboutEachDelivery() {
    String id = json(hook(secret, "d1", push())).at("/builds/0/id").asText();
    farm.send(
        farm.authorized("/api/v1/projects/team%2Fapp")
            .method("PATCH", BodyPublishers.ofString("{\"branches\":[\"main\"]}")));
    String url = "https://git.example.com/team/app.git";
    hook(secret, "d2", push("refs/heads/other", COMMIT, url, 15));
    hook(secret, "d3", push("refs/heads/main", "0".repeat(40), url, 15));
    hook(secret, "d4", "{\"object_kind\":\"issue\"}");
    hook(secret, "d5", "no json");
    hook("a guess", "d6", push());

    await()
        .atMost(10, TimeUnit.SECONDS)
        .untilAsserted(() ->
            assertThat(ledger(""))
                .extracting(one -> one.path("decision").asText())
                .containsExactly(
                    "refused", "refused", "filtered", "filtered", "filtered", "built"));
    JsonNode built = ledger("?decision=built").getFirst();
    assertThat(built.path("project").asText()).isEqualTo("team/app");
    assertThat(built.path("host").asText()).isEqualTo("gitlab");
    assertThat(built.path("delivery").asText()).isEqualTo("d1");
    assertThat(built.path("ref").asText()).isEqualTo("refs/heads/main");
    assertThat(built.path("commit").asText()).isEqualTo(COMMIT);
    assertThat(built.at("/builds/0/id").asText()).isEqualTo(id);
    assertThat(ledger("?ref=other").getFirst().path("reason").asText()).contains("other");
    assertThat(json(farm.get("/api/v1/projects/team%2Fapp/deliveries")).path("deliveries"))
        .hasSize(3);
    assertThat(farm.get("/api/v1/deliveries").body()).doesNotContain("a guess", secret);

    JsonNode page = json(farm.get("/api/v1/deliveries?limit=4"));
    assertThat(page.path("deliveries")).hasSize(4);
    assertThat(ledger("?before=" + page.path("next").asText())).hasSize(2);
  }

  @Test
  void etcdDownIs503AndNothingIsHalfAccepted() {
    farm.builds.down(true);
    assertThat(hook(secret, "d1", push()).statusCode()).isEqualTo(503);
    assertThat(farm.builds.count()).isZero();

    farm.builds.down(false);
    assertThat(hook(secret, "d1", push()).statusCode()).isEqualTo(202);
  }
}
