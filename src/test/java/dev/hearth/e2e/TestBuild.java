package dev.hearth.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;

/** A build of the test farm, as the API shows it. */
record TestBuild(TestFarm farm, String id) {
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  JsonNode json() {
    var answer = farm.client.get("/api/v1/builds/" + id);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return FarmClient.json(answer);
  }

  String state() {
    return json().path("state").asText();
  }

  int number() {
    return json().path("number").asInt();
  }

  String agent() {
    return json().path("placement").path("agent").asText();
  }

  /** The stages in order, as words. */
  List<String> stages() {
    return StreamSupport.stream(json().path("stages").spliterator(), false)
        .map(stage -> stage.path("stage").asText())
        .toList();
  }

  /** The whole log of the newest attempt. */
  String log() {
    return farm.client.get("/api/v1/builds/" + id + "/log").body();
  }

  /** Waits for what its tests said. */
  JsonNode tests() {
    String path = "/api/v1/builds/" + id + "/tests";
    await("the test results of build " + id)
        .atMost(Duration.ofSeconds(30))
        .until(() -> farm.client.get(path).statusCode() == 200);
    return FarmClient.json(farm.client.get(path));
  }

  /** Waits for the end and for the log to be whole. */
  TestBuild awaitEnd(Duration patience) {
    await("the end of build " + id)
        .atMost(patience)
        .pollInterval(Duration.ofMillis(200))
        .until(() -> json().path("ended").asBoolean());
    await("the whole log of build " + id)
        .atMost(Duration.ofSeconds(30))
        .until(() ->
            farm.client
                .get("/api/v1/builds/" + id + "/log?limit=1")
                .headers()
                .firstValue("Hearth-Log-Complete")
                .orElse("")
                .equals("true"));
    return this;
  }

  TestBuild awaitEnd() {
    return awaitEnd(PATIENCE);
  }

  /** Waits until its log holds the text. */
  TestBuild awaitLog(String text) {
    await("'%s' in the log of build %s".formatted(text, id))
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(200))
        .until(() -> log().contains(text));
    return this;
  }

  TestBuild awaitState(String state) {
    await("build %s is %s".formatted(id, state))
        .atMost(PATIENCE)
        .until(() -> state().equals(state));
    return this;
  }

  /** Waits for its end, which must be a success. */
  TestBuild succeeded() {
    return succeeded(PATIENCE);
  }

  TestBuild succeeded(Duration patience) {
    awaitEnd(patience);
    JsonNode json = json();
    assertThat(json.path("state").asText())
        .as(() -> json.toPrettyString() + "\n" + log())
        .isEqualTo("succeeded");
    return this;
  }

  /** Waits for its end, which must be a failure of that stage; returns the reason. */
  String failedAt(String stage) {
    awaitEnd();
    JsonNode json = json();
    assertThat(json.path("state").asText() + " " + json.path("end").path("stage").asText())
        .as(() -> json.toPrettyString() + "\n" + log())
        .isEqualTo("failed " + stage);
    String reason = json.path("end").path("reason").asText();
    assertThat(reason).isNotBlank().doesNotContain("\n", "Exception");
    return reason;
  }

  void cancel() {
    var answer = farm.client.post("/api/v1/builds/" + id + "/cancel", "{}");
    assertThat(answer.statusCode()).as(answer.body()).isIn(200, 202);
  }
}
