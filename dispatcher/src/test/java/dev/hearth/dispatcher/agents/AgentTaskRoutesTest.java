package dev.hearth.dispatcher.agents;

import static dev.hearth.dispatcher.api.TestDispatcher.json;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hearth.dispatcher.api.TestDispatcher;
import dev.hearth.protocol.AgentId;
import dev.hearth.protocol.AttemptId;
import dev.hearth.protocol.BuildId;
import dev.hearth.protocol.BuildRecord;
import dev.hearth.protocol.Limits;
import dev.hearth.protocol.PlacementReason;
import dev.hearth.protocol.Recipe;
import dev.hearth.protocol.TaskOrder;
import dev.hearth.protocol.results.FailedTest;
import dev.hearth.protocol.results.TestCounts;
import dev.hearth.protocol.results.TestResults;
import dev.hearth.protocol.results.TestResultsJson;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class AgentTaskRoutesTest {
  private static final AgentId AGENT = new AgentId("agent-1");
  private static final long LOG = 2 << 20;

  @TempDir Path home;
  private TestDispatcher farm;
  private String key;
  private BuildRecord build;
  private AttemptId attempt;

  @BeforeEach
  void start() {
    farm = new TestDispatcher(home);
    JsonNode project =
        json(
            farm.post(
                "/api/v1/projects",
                """
                {"name":"team/app","gitUrl":"https://git.example.com/team/app.git",
                 "gitCredential":{"username":"u","password":"hunter2"}}\
                """));
    assertThat(project.path("id").asText()).isNotEmpty();
    key = keyOf("agent-1");
    JsonNode accepted = json(farm.post("/api/v1/builds", "{\"project\":\"team/app\"}"));
    BuildId id = new BuildId(accepted.path("id").asText());
    BuildRecord queued = farm.builds.find(id).orElseThrow().record();
    attempt = new AttemptId(id, 1);
    build = queued.placed(attempt, new PlacementReason(AGENT, 1, false, "home"), Instant.now());
    farm.builds.put(build, null);
    Recipe recipe =
        new Recipe(
            "https://git.example.com/team/app.git",
            "",
            null,
            null,
            null,
            Map.of(),
            List.of(),
            List.of(),
            0,
            true,
            true,
            new Limits(1, 1, 1, 1, LOG),
            Duration.ofHours(1),
            Map.of());
    farm.tasks.put(
        attempt,
        new TaskOrder(attempt, build.request(), recipe, "registry", true, false, Instant.now()));
  }

  @AfterEach
  void stop() {
    farm.close();
  }

  private String keyOf(String agent) {
    return json(farm.send(
            farm.authorized("/api/v1/agents/" + agent + "/key").POST(BodyPublishers.noBody())))
        .path("key")
        .asText();
  }

  private HttpResponse<String> secrets(String bearer) {
    return farm.send(
        farm.request("/agent/v1/attempts/" + attempt + "/secrets")
            .header("Authorization", "Bearer " + bearer));
  }

  private HttpResponse<String> log(String bearer, long offset, byte[] bytes) {
    return farm.send(
        farm.request("/agent/v1/attempts/" + attempt + "/log/" + offset)
            .header("Authorization", "Bearer " + bearer)
            .PUT(BodyPublishers.ofByteArray(bytes)));
  }

  @Test
  void secretsAreGivenWhileTheTaskStandsAndToNobodyElse() {
    HttpResponse<String> given = secrets(key);
    assertThat(given.statusCode()).isEqualTo(200);
    assertThat(given.body())
        .isEqualTo(
            "{\"git\":{\"username\":\"u\",\"password\":\"hunter2\"},"
                + "\"registry\":{\"username\":\"farm\",\"password\":\"registry-password\",\"ofAttempt\":false}}");

    assertThat(secrets(keyOf("agent-2")).statusCode()).isEqualTo(404);
    assertThat(secrets(TestDispatcher.TOKEN).statusCode()).isEqualTo(401);
    farm.tasks.clear();
    assertThat(secrets(key).statusCode()).isEqualTo(404);
  }

  @Test
  void anAgentLearnsWhichProjectsWereDeleted() {
    String there = build.request().project().value();
    String gone = "0192f000-0000-7000-8000-000000000001";
    String asked = "{\"projects\":[\"%s\",\"%s\"]}".formatted(there, gone);

    assertThat(deleted(key, asked).body()).isEqualTo("{\"deleted\":[\"%s\"]}".formatted(gone));
    assertThat(deleted(key, "{\"projects\":[\"x\"]}").statusCode()).isEqualTo(400);
    assertThat(deleted(TestDispatcher.TOKEN, asked).statusCode()).isEqualTo(401);
  }

  private HttpResponse<String> deleted(String bearer, String asked) {
    return farm.send(
        farm.request("/agent/v1/projects/deleted")
            .header("Authorization", "Bearer " + bearer)
            .POST(BodyPublishers.ofString(asked)));
  }

  @Test
  void aNewKeyEndsTheOneBefore() {
    String next = keyOf("agent-1");
    assertThat(secrets(key).statusCode()).isEqualTo(401);
    assertThat(secrets(next).statusCode()).isEqualTo(200);
  }

  @Test
  void aLogIsAcknowledgedByItsLengthAndAGapIsToldWhereToGoOn() {
    assertThat(log(key, 0, new byte[10]).body()).isEqualTo("{\"length\":10}");
    assertThat(log(key, 5, new byte[10]).body()).isEqualTo("{\"length\":15}");
    HttpResponse<String> gap = log(key, 20, new byte[10]);
    assertThat(gap.statusCode()).isEqualTo(409);
    assertThat(json(gap).path("length").asInt()).isEqualTo(15);
    assertThat(log(keyOf("agent-2"), 15, new byte[1]).statusCode()).isEqualTo(404);
  }

  @Test
  void aLateTailIsTakenFromTheAgentThatHadTheAttempt() {
    farm.tasks.clear();
    assertThat(log(key, 0, new byte[10]).statusCode()).isEqualTo(200);
    assertThat(log(keyOf("agent-2"), 10, new byte[1]).statusCode()).isEqualTo(404);
  }

  @Test
  void testResultsAreTakenFromTheAgentThatHasOrHadTheAttempt() {
    String path = "/api/v1/builds/" + build.id() + "/tests";
    assertThat(farm.get(path).statusCode()).isEqualTo(404);
    assertThat(tests(keyOf("agent-2"), results(3)).statusCode()).isEqualTo(404);
    assertThat(tests(TestDispatcher.TOKEN, results(3)).statusCode()).isEqualTo(401);

    assertThat(tests(key, results(3)).statusCode()).isEqualTo(204);
    farm.tasks.clear();
    assertThat(tests(key, results(3)).statusCode()).isEqualTo(204);
    assertThat(tests(key, results(5)).statusCode()).isEqualTo(204);

    JsonNode read = json(farm.get(path));
    assertThat(read.path("passed").asInt()).as("the first stay").isEqualTo(3);
    assertThat(read.path("failed").asInt()).isEqualTo(2);
    assertThat(read.path("failures").path(0).path("message").asText()).isEqualTo("<b>expected</b>");
    assertThat(read.path("failures").path(0).path("seconds").asDouble()).isEqualTo(1.5);
    assertThat(read.path("failuresLeftOut").asInt()).isEqualTo(1);
    assertThat(read.path("attempt").asInt()).isEqualTo(1);
    assertThat(farm.get(path + "?attempt=1").statusCode()).isEqualTo(200);
    assertThat(farm.get(path + "?attempt=2").statusCode()).isEqualTo(404);
    assertThat(farm.logs.forget(Instant.now().plusSeconds(60))).isEqualTo(1);
    assertThat(farm.get(path).statusCode()).as("they go with the log").isEqualTo(404);
  }

  @Test
  void whatIsTooLargeOrNoTestResultsIsRefused() {
    assertThat(tests(key, "{}".getBytes(UTF_8)).statusCode()).isEqualTo(400);
    assertThat(tests(key, new byte[TestResultsJson.LARGEST + 1]).statusCode()).isEqualTo(413);
    assertThat(farm.testResults.find(attempt)).isEmpty();
  }

  private static byte[] results(int passed) {
    return TestResultsJson.write(
        new TestResults(
            new TestCounts(passed, 2, 0, 0),
            Duration.ofSeconds(2),
            1,
            List.of(),
            List.of(
                new FailedTest(
                    "s", "c", "n", false, Duration.ofMillis(1500), "<b>expected</b>", "at c")),
            List.of(),
            false));
  }

  private HttpResponse<String> tests(String bearer, byte[] body) {
    return farm.send(
        farm.request("/agent/v1/attempts/" + attempt + "/tests")
            .header("Authorization", "Bearer " + bearer)
            .PUT(BodyPublishers.ofByteArray(body)));
  }

  @Test
  void chunksAndLogsHaveBounds() {
    assertThat(log(key, 0, new byte[(1 << 20) + 1]).statusCode()).isEqualTo(413);
    assertThat(log(key, LOG + (1 << 20), new byte[1]).statusCode()).isEqualTo(413);
    assertThat(
            farm.send(
                    farm.request("/agent/v1/attempts/nonsense/secrets")
                        .header("Authorization", "Bearer " + key))
                .statusCode())
        .isEqualTo(400);
  }
}
