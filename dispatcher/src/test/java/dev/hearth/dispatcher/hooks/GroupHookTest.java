package dev.hearth.dispatcher.hooks;

import static dev.hearth.dispatcher.api.TestDispatcher.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hearth.dispatcher.api.TestDispatcher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(90)
class GroupHookTest {
  private static final String SECRETS = "/api/v1/groups/team/hook-secrets";

  @TempDir Path home;
  private TestDispatcher farm;

  @BeforeEach
  void start() {
    farm = new TestDispatcher(home);
    farm.project("team/app", "https://git.example.com/team/app.git");
    farm.project("team/sub/web", "https://git.example.com/team/web.git");
    farm.project("teams/other", "https://git.example.com/teams/other.git");
  }

  @AfterEach
  void stop() {
    farm.close();
  }

  private JsonNode made() {
    HttpResponse<String> answer = farm.post(SECRETS, "{}");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    return json(answer);
  }

  /** How many builds a push to this repository asked for; -1 if the secret is not good. */
  private int builds(String secret, String repository) {
    String body =
        """
        {"object_kind":"push","ref":"refs/heads/main","before":"%s","after":"%s","checkout_sha":"%s",
         "user_username":"ann","project_id":%d,
         "project":{"id":%d,"path_with_namespace":"%s","git_http_url":"https://git.example.com/%s.git"}}\
        """
            .formatted(
                "9".repeat(40),
                "1".repeat(40),
                "1".repeat(40),
                repository.hashCode() & 0xfff_ffff,
                repository.hashCode() & 0xfff_ffff,
                repository,
                repository);
    HttpResponse<String> answer =
        farm.send(
            farm.request("/hooks/gitlab")
                .header("X-Gitlab-Event", "Push Hook")
                .header("X-Gitlab-Token", secret)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body)));
    return answer.statusCode() == 401 ? -1 : json(answer).path("builds").size();
  }

  @Test
  void aHookWithTheGroupsSecretSpeaksForAllProjectsOfTheGroupAndNoOthers() {
    String secret = made().path("hookSecret").asText();
    assertThat(builds(secret, "team/app")).isEqualTo(1);
    assertThat(builds(secret, "team/web")).isEqualTo(1);
    assertThat(builds(secret, "teams/other")).isZero();
  }

  @Test
  void twoSecretsAreGoodDuringARotation() {
    String first = made().path("hookSecret").asText();
    String second = made().path("hookSecret").asText();
    assertThat(builds(first, "team/app")).isEqualTo(1);
    assertThat(builds(second, "team/web")).isEqualTo(1);
    JsonNode third = made();
    assertThat(builds(first, "team/app")).isEqualTo(-1);
    assertThat(builds(second, "team/app")).isEqualTo(1);
    assertThat(json(farm.get(SECRETS)).path("hookSecrets")).hasSize(2);

    String one = SECRETS + "/" + third.path("id").asText();
    assertThat(farm.send(farm.authorized(one).DELETE()).statusCode()).isEqualTo(204);
    assertThat(farm.send(farm.authorized(one).DELETE()).statusCode()).isEqualTo(404);
    assertThat(builds(third.path("hookSecret").asText(), "team/app")).isEqualTo(-1);
  }

  @Test
  void aSecretIsShownOnceAndWhoMadeItIsInTheGroupsTrail() {
    String secret = made().path("hookSecret").asText();
    assertThat(farm.get(SECRETS).body()).doesNotContain(secret);
    JsonNode act = json(farm.get("/api/v1/groups/team/activity")).at("/activity/0");
    assertThat(act.path("what").asText()).isEqualTo("hook-secret.made");
    assertThat(act.path("who").asText()).isEqualTo("admin");
  }
}
