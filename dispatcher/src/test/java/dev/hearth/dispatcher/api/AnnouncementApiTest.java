package dev.hearth.dispatcher.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hearth.dispatcher.console.frame.WebClient;
import dev.hearth.dispatcher.projects.Secret;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class AnnouncementApiTest {
  private static final String PATH = "/api/v1/announcements";

  private TestDispatcher farm;

  @BeforeEach
  void start(@TempDir Path home) {
    farm = new TestDispatcher(home);
    farm.people.people().add("guest", "", "", false, new Secret("a good password"));
  }

  @AfterEach
  void stop() {
    farm.close();
  }

  private JsonNode announced() {
    return TestDispatcher.json(farm.get(PATH)).path("announcements");
  }

  @Test
  void anAnnouncementIsPutUpChangedAndRemovedAndTheTrailTellsIt() {
    HttpResponse<String> made =
        farm.post(
            PATH,
            "{\"text\":\"soon\",\"severity\":\"warning\",\"until\":\"2100-01-02T03:04:05+02:00\"}");
    assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    JsonNode json = TestDispatcher.json(made);
    assertThat(json.path("until").asText()).isEqualTo("2100-01-02T01:04:05Z");
    assertThat(json.path("seen").asBoolean()).isTrue();
    assertThat(announced()).containsExactly(json);

    String own = PATH + "/" + json.path("id").asText();
    HttpResponse<String> changed =
        farm.send(
            farm.authorized(own)
                .method("PATCH", BodyPublishers.ofString("{\"text\":\"now\",\"until\":null}")));
    assertThat(changed.statusCode()).as(changed.body()).isEqualTo(200);
    assertThat(announced().path(0).path("text").asText()).isEqualTo("now");
    assertThat(announced().path(0).path("until").isNull()).isTrue();
    assertThat(announced().path(0).path("severity").asText()).isEqualTo("warning");

    assertThat(farm.send(farm.authorized(own).DELETE()).statusCode()).isEqualTo(204);
    assertThat(announced()).isEmpty();
    assertThat(farm.send(farm.authorized(own).DELETE()).statusCode()).isEqualTo(404);
    assertThat(farm.people.trail().all(null, 3))
        .extracting(act -> act.what() + " " + act.facts().get("text"))
        .containsExactly(
            "announcement.removed now", "announcement.changed now", "announcement.made soon");
  }

  @Test
  void whatIsStillToComeIsForThoseWhoRunTheFarm() {
    farm.post(PATH, "{\"text\":\"now\"}");
    farm.post(PATH, "{\"text\":\"later\",\"from\":\"2100-01-02T03:04:05Z\"}");
    assertThat(announced()).hasSize(2);
    JsonNode seen =
        TestDispatcher.json(WebClient.loggedIn(farm, "guest", "a good password").get(PATH))
            .path("announcements");
    assertThat(seen).hasSize(1);
    assertThat(seen.path(0).path("text").asText()).isEqualTo("now");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"text\":\"\"}",
        "{\"text\":\"a\\nb\"}",
        "{\"text\":\"a\",\"severity\":\"fatal\"}",
        "{\"text\":\"a\",\"from\":\"tomorrow\"}",
        "{\"text\":\"a\",\"from\":\"2026-01-02T03:04:05Z\",\"until\":\"2025-01-02T03:04:05Z\"}"
      })
  void whatCannotBeShownIsRefused(String json) {
    HttpResponse<String> refused = farm.post(PATH, json);
    assertThat(refused.statusCode()).as(refused.body()).isEqualTo(400);
    assertThat(announced()).isEmpty();
  }
}
