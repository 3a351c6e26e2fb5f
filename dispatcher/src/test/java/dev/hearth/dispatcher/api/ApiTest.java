package dev.hearth.dispatcher.api;

import static dev.hearth.dispatcher.api.TestDispatcher.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ApiTest {
  private static final String GIT = "https://git.example.com/team/app.git";
  private static final ApiDocument DOCUMENT = ApiDocument.load();

  @TempDir Path home;
  private TestDispatcher farm;

  @BeforeEach
  void start() {
    farm = new TestDispatcher(home);
  }

  @AfterEach
  void stop() {
    farm.close();
  }

  /** An answer must be what the document promises. */
  private static void conforms(JsonNode json, String schema) {
    JsonNode reference =
        JsonNodeFactory.instance.objectNode().put("$ref", "#/components/schemas/" + schema);
    assertThat(
            JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(DOCUMENT.standingAlone(reference))
                .validate(json))
        .isEmpty();
  }

  private static String error(HttpResponse<String> response) {
    return json(response).path("error").asText();
  }

  @Test
  void theDoctorTellsWhatDoesNotHold() {
    JsonNode diagnosis = json(farm.get("/api/v1/doctor?pause=0"));

    assertThat(diagnosis.path("sound").asBoolean()).isFalse();
    assertThat(diagnosis.at("/violations/0/kind").asText()).isEqualTo("no leader");
    assertThat(diagnosis.at("/notices/0").asText()).isEqualTo("a notice");
  }

  @Test
  void withoutATokenTheApiAnswers401() {
    for (String path : new String[] {"/api/v1/projects", "/api/v1/builds", "/api/v1/agents"}) {
      assertThat(farm.send(farm.request(path)).statusCode()).isEqualTo(401);
      assertThat(farm.send(farm.request(path).header("Authorization", "Bearer wrong")).statusCode())
          .isEqualTo(401);
    }
    assertThat(farm.send(farm.request("/api/v1/openapi.yaml")).body()).startsWith("openapi: 3.1.0");
  }

  @Test
  void aProjectIsCreatedReadChangedAndDeleted() {
    HttpResponse<String> created =
        farm.post(
            "/api/v1/projects",
            """
            {"name":"team/app","gitUrl":"%s","gitCredential":{"username":"u","password":"hunter2"},
             "limits":{"memory":"2GiB"},"environment":{"A":1}}\
            """
                .formatted(GIT));
    assertThat(created.statusCode()).isEqualTo(201);
    conforms(json(created), "CreatedProject");
    String id = json(created).path("id").asText();
    assertThat(created.headers().firstValue("Location"))
        .contains("http://farm.example/api/v1/projects/" + id);
    assertThat(json(created).path("hookSecret").asText()).hasSizeGreaterThan(20);

    HttpResponse<String> read = farm.get("/api/v1/projects/team%2Fapp");
    conforms(json(read), "Project");
    assertThat(read.body()).doesNotContain("hunter2", "hookSecret");
    assertThat(json(read).at("/limits/memory").asText()).isEqualTo("2GiB");
    assertThat(farm.get("/api/v1/projects/" + id).body()).isEqualTo(read.body());

    HttpResponse<String> changed =
        farm.send(
            farm.authorized("/api/v1/projects/team%2Fapp")
                .method(
                    "PATCH",
                    BodyPublishers.ofString("{\"name\":\"team/other\",\"timeout\":\"2h\"}")));
    assertThat(changed.statusCode()).as(changed.body()).isEqualTo(200);
    assertThat(json(changed).path("id").asText()).isEqualTo(id);
    assertThat(json(changed).path("timeout").asText()).isEqualTo("2h");
    assertThat(farm.get("/api/v1/projects/team%2Fapp").statusCode()).isEqualTo(404);

    assertThat(farm.send(farm.authorized("/api/v1/projects/team%2Fother").DELETE()).statusCode())
        .isEqualTo(204);
    assertThat(json(farm.get("/api/v1/projects")).path("projects")).isEmpty();
  }

  @Test
  void whatIsWrongWithAProjectIsToldByItsField() {
    assertThat(error(farm.post("/api/v1/projects", "{\"name\":\"team/app\"}")))
        .isEqualTo("tried to create a project, but 'gitUrl' is missing");
    assertThat(
            error(
                farm.post(
                    "/api/v1/projects",
                    "{\"name\":\"team/app\",\"gitUrl\":\"%s\",\"brnches\":[]}".formatted(GIT))))
        .contains("there is no field 'brnches'");
    assertThat(
            error(
                farm.post(
                    "/api/v1/projects",
                    "{\"name\":\"team/app\",\"gitUrl\":\"%s\",\"limits\":{\"cpus\":-1}}"
                        .formatted(GIT))))
        .contains("'limits.cpus'");
    assertThat(
            error(farm.post("/api/v1/projects", "{\"name\":\"../x\",\"gitUrl\":\"" + GIT + "\"}")))
        .contains("../x");
    assertThat(error(farm.post("/api/v1/projects", "{\"hookSecret\": \"hunter2\" nonsense")))
        .contains("line 1")
        .doesNotContain("hunter2");
    assertThat(
            farm.post(
                    "/api/v1/projects",
                    "{\"name\":\"a/b\",\"gitUrl\":\"http://git.example.com/x\"}")
                .statusCode())
        .isEqualTo(400);
    assertThat(farm.post("/api/v1/projects", "x".repeat((1 << 20) + 1)).statusCode())
        .isEqualTo(413);
    assertThat(json(farm.get("/api/v1/projects")).path("projects")).isEmpty();
  }

  @Test
  void projectsComeInPagesThatALinkJoins() {
    for (String name : new String[] {"a/a", "a/b", "a/c"}) {
      farm.project(name, "https://git.example.com/" + name);
    }
    HttpResponse<String> first = farm.get("/api/v1/projects?limit=2");
    conforms(json(first), "ProjectPage");
    assertThat(json(first).path("next").asText()).isEqualTo("a/b");
    assertThat(first.headers().firstValue("Link"))
        .contains("<http://farm.example/api/v1/projects?limit=2&after=a%2Fb>; rel=\"next\"");
    JsonNode second = json(farm.get("/api/v1/projects?limit=2&after=a%2Fb"));
    assertThat(second.path("projects")).hasSize(1);
    assertThat(second.path("next").isNull()).isTrue();
  }

  @Test
  void aSecondProjectOfOneNameIsAConflict() {
    farm.project("team/app", GIT);
    assertThat(
            farm.post("/api/v1/projects", "{\"name\":\"team/app\",\"gitUrl\":\"" + GIT + "\"}")
                .statusCode())
        .isEqualTo(409);
  }

  @Test
  void aBuildIsAskedForListedReadAndCancelled() {
    farm.project("team/app", GIT);
    HttpResponse<String> asked =
        farm.send(
            farm.authorized("/api/v1/builds")
                .header("Idempotency-Key", "k1")
                .POST(BodyPublishers.ofString("{\"project\":\"team/app\",\"ref\":\"main\"}")));
    assertThat(asked.statusCode()).as(asked.body()).isEqualTo(202);
    conforms(json(asked), "AcceptedBuild");
    assertThat(json(asked).path("title").asText()).isEqualTo("team/app#1");
    HttpResponse<String> again =
        farm.send(
            farm.authorized("/api/v1/builds")
                .header("Idempotency-Key", "k1")
                .POST(BodyPublishers.ofString("{\"project\":\"team/app\",\"ref\":\"main\"}")));
    assertThat(again.body()).isEqualTo(asked.body());

    JsonNode build = json(farm.get("/api/v1/builds/team%2Fapp%231"));
    conforms(build, "Build");
    assertThat(build.path("state").asText()).isEqualTo("queued");
    assertThat(build.at("/stages/0/stage").asText()).isEqualTo("queued");
    assertThat(json(farm.get("/api/v1/builds/" + build.path("id").asText())).path("id"))
        .isEqualTo(build.path("id"));

    farm.post("/api/v1/builds", "{\"project\":\"team/app\"}");
    JsonNode page =
        json(farm.get("/api/v1/builds?limit=1&project=team%2Fapp&state=queued,running"));
    conforms(page, "BuildPage");
    assertThat(page.at("/builds/0/number").asInt()).isEqualTo(2);
    JsonNode rest = json(farm.get("/api/v1/builds?before=" + page.path("next").asText()));
    assertThat(rest.path("builds")).hasSize(1);

    assertThat(farm.send(farm.authorized("/api/v1/projects/team%2Fapp").DELETE()).statusCode())
        .isEqualTo(409);
    HttpResponse<String> cancelled =
        farm.post("/api/v1/builds/team%2Fapp%231/cancel", "{\"why\":\"a mistake\"}");
    assertThat(cancelled.statusCode()).isEqualTo(200);
    assertThat(json(cancelled).at("/end/reason").asText()).isEqualTo("a mistake");
    assertThat(
            farm.send(
                    farm.authorized("/api/v1/builds/team%2Fapp%231/cancel")
                        .POST(BodyPublishers.noBody()))
                .statusCode())
        .isEqualTo(200);
  }

  @Test
  void whatIsWrongWithARequestIsToldByItsParameter() {
    assertThat(error(farm.get("/api/v1/builds?limit=0"))).contains("parameter 'limit' is '0'");
    assertThat(error(farm.get("/api/v1/builds?state=quick"))).contains("parameter 'state'");
    assertThat(error(farm.get("/api/v1/builds?stat=queued")))
        .isEqualTo("tried to list builds, newest first, but there is no parameter 'stat'");
    assertThat(farm.get("/api/v1/builds/team%2Fapp%239").statusCode()).isEqualTo(404);
    assertThat(farm.get("/api/v1/builds/nonsense").statusCode()).isEqualTo(404);
    assertThat(error(farm.post("/api/v1/builds", ""))).contains("no body");
    assertThat(
            error(
                farm.post(
                    "/api/v1/builds",
                    "{\"project\":\"a/b\",\"tags\":[\"%s\"]}".formatted("a".repeat(40)))))
        .contains("looks like a commit");
  }

  @Test
  void etcdDownIs503AndNothingIsAccepted() {
    farm.project("team/app", GIT);
    farm.builds.down(true);
    farm.etcdProblem = Optional.of("it does not answer");

    assertThat(farm.post("/api/v1/builds", "{\"project\":\"team/app\"}").statusCode())
        .isEqualTo(503);
    assertThat(farm.builds.count()).isZero();
    HttpResponse<String> ready = farm.send(farm.request("/health/ready"));
    assertThat(ready.statusCode()).isEqualTo(503);
    assertThat(ready.body()).contains("etcd: it does not answer");
    assertThat(farm.send(farm.request("/health/live")).statusCode()).isEqualTo(200);

    farm.etcdProblem = Optional.empty();
    HttpResponse<String> again = farm.send(farm.request("/health/ready"));
    assertThat(again.statusCode()).isEqualTo(200);
    assertThat(again.body()).contains("sql: it is slow");
    conforms(json(again), "Health");
  }

  @Test
  void agentsAreListedAndGivenKeys() {
    conforms(json(farm.get("/api/v1/agents")), "AgentList");
    HttpResponse<String> key =
        farm.send(farm.authorized("/api/v1/agents/agent-1/key").POST(BodyPublishers.noBody()));
    assertThat(key.statusCode()).isEqualTo(201);
    conforms(json(key), "AgentKey");
    assertThat(
            farm.send(farm.authorized("/api/v1/agents/Agent_1/key").POST(BodyPublishers.noBody()))
                .statusCode())
        .isEqualTo(400);
  }

  @Test
  void aHostJoinsByATokenTakesNewKeysAndIsShutOut() {
    HttpResponse<String> made =
        farm.post("/api/v1/agents/tokens", "{\"for\":\"agent-9\",\"seconds\":600}");
    assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    conforms(json(made), "JoinToken");
    assertThat(json(made).path("hereOnly").asBoolean()).isFalse();
    String token = json(made).path("token").asText();

    HttpResponse<String> joined = join(token, "agent-9");
    assertThat(joined.statusCode()).as(joined.body()).isEqualTo(201);
    assertThat(json(joined).at("/etcd/endpoints/0").asText())
        .isEqualTo("https://etcd.example:2379");
    assertThat(join(token, "agent-9").statusCode()).isEqualTo(401);
    assertThat(join("nonsense", "agent-9").statusCode()).isEqualTo(401);

    String key = json(joined).path("key").asText();
    assertThat(renewalWanted(key)).isFalse();
    HttpResponse<String> asked = farm.post("/api/v1/agents/agent-9/key/rotation", "");
    assertThat(asked.statusCode()).isEqualTo(202);
    conforms(json(asked), "AgentKeyRotation");
    assertThat(renewalWanted(key)).isTrue();
    HttpResponse<String> renewed =
        farm.send(bearing(key, "/agent/v1/keys").POST(BodyPublishers.noBody()));
    assertThat(renewed.statusCode()).isEqualTo(201);
    assertThat(renewalWanted(json(renewed).path("key").asText())).isFalse();
    assertThat(json(farm.get("/api/v1/agents/agent-9/key/rotation")).path("waiting").asBoolean())
        .isFalse();

    HttpResponse<String> revoked =
        farm.send(farm.authorized("/api/v1/agents/agent-9/key").DELETE());
    assertThat(revoked.statusCode()).as(revoked.body()).isEqualTo(200);
    conforms(json(revoked), "RevokedAgent");
    assertThat(
            farm.send(bearing(json(renewed).path("key").asText(), "/agent/v1/keys")).statusCode())
        .isEqualTo(401);
  }

  private HttpResponse<String> join(String token, String name) {
    String body =
        "{\"name\":\"%s\",\"identity\":\"0b9e5c1e-9b7b-4c46-9d3b-5a0a3b3a0001\"}".formatted(name);
    return farm.send(bearing(token, "/agent/v1/join").POST(BodyPublishers.ofString(body)));
  }

  private boolean renewalWanted(String key) {
    return json(farm.send(bearing(key, "/agent/v1/keys"))).path("renew").asBoolean();
  }

  private HttpRequest.Builder bearing(String key, String path) {
    return farm.request(path).header("Authorization", "Bearer " + key);
  }

  @Test
  void everyOperationOfTheDocumentIsServed() {
    for (String id : DOCUMENT.operationIds()) {
      Operation operation = DOCUMENT.operation(id);
      String path = operation.path().replaceAll("\\{[a-z]+}", "x");
      HttpResponse<String> answer =
          farm.send(farm.request(path).method(operation.method(), BodyPublishers.noBody()));
      assertThat(answer.statusCode()).as(id).isIn(200, 400, 401);
    }
  }

  @Test
  void metricsCountByRoute() {
    farm.get("/api/v1/builds");
    String metrics = farm.send(farm.request("/metrics")).body();
    assertThat(metrics)
        .contains(
            "hearth_builds{state=\"queued\"} 3.0", "hearth_slots 2.0", "jvm_memory_used_bytes")
        .contains("route=\"/api/v1/builds\"");
  }
}
