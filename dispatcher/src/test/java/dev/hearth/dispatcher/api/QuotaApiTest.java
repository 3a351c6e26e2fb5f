package dev.hearth.dispatcher.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hearth.dispatcher.console.frame.WebClient;
import dev.hearth.dispatcher.people.Role;
import dev.hearth.dispatcher.people.Thing;
import dev.hearth.dispatcher.projects.Secret;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class QuotaApiTest {
  private static final String PASSWORD = "a good password";

  private TestDispatcher farm;

  @BeforeEach
  void start(@TempDir Path home) {
    farm = new TestDispatcher(home);
    farm.project("team/web/app", "https://git.example.com/team/web/app.git");
    var ada = farm.people.people().add("ada", "", "", false, new Secret(PASSWORD));
    farm.people.members().set(new Thing.Group("team"), ada.id(), Role.DEVELOPER);
    farm.people.people().add("eve", "", "", false, new Secret(PASSWORD));
  }

  @AfterEach
  void stop() {
    farm.close();
  }

  private HttpResponse<String> set(String holder, String json) {
    return farm.send(
        farm.authorized("/api/v1/quotas/" + holder).PUT(BodyPublishers.ofString(json)));
  }

  private HttpResponse<String> ask() {
    return farm.post("/api/v1/builds", "{\"project\":\"team/web/app\"}");
  }

  @Test
  void aQuotaIsSetReadWithItsUseAndRemovedAndTheTrailTellsIt() {
    ask();
    assertThat(set("group/team", "{\"running\":3}").statusCode()).isEqualTo(204);
    assertThat(set("group/team", "{\"running\":1,\"waiting\":0}").statusCode()).isEqualTo(204);
    assertThat(set("user/ada", "{\"waiting\":2}").statusCode()).isEqualTo(204);

    JsonNode quotas = TestDispatcher.json(farm.get("/api/v1/quotas")).path("quotas");
    assertThat(quotas).hasSize(2);
    assertThat(quotas.path(0).toString())
        .isEqualTo(
            "{\"kind\":\"group\",\"name\":\"team\",\"running\":1,\"waiting\":0,"
                + "\"use\":{\"running\":0,\"waiting\":1}}");
    assertThat(quotas.path(1).path("running").isNull()).isTrue();

    var gone = farm.send(farm.authorized("/api/v1/quotas/group/team").DELETE());
    assertThat(gone.statusCode()).isEqualTo(204);
    var again = farm.send(farm.authorized("/api/v1/quotas/group/team").DELETE());
    assertThat(again.statusCode()).isEqualTo(404);
    assertThat(farm.people.trail().of(new Thing.Group("team"), null, 9))
        .extracting(act -> act.what() + " " + act.facts().get("running"))
        .containsExactly("quota.removed 1", "quota.set 3 to 1", "quota.set none to 3");
    assertThat(farm.people.trail().of(new Thing.Farm(), null, 9))
        .extracting(act -> act.what() + " " + act.facts().get("of"))
        .contains("quota.set user ada");
  }

  @Test
  void whatIsAskedForByHandBeyondTheQuotaIsRefusedUntilThereIsRoom() {
    set("group/team", "{\"waiting\":2}");
    assertThat(ask().statusCode()).isEqualTo(202);
    assertThat(ask().statusCode()).isEqualTo(202);

    HttpResponse<String> refused = ask();
    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(TestDispatcher.json(refused).path("error").asText())
        .isEqualTo(
            "tried to ask for a build of team/web/app, but of group team 2 builds wait and its quota"
                + " is 2: ask again when one has begun, cancel one, or ask an operator for more");
    HttpResponse<String> page =
        WebClient.loggedIn(farm, "ada", PASSWORD)
            .post("/build-now", Map.of("project", "team/web/app"));
    assertThat(page.statusCode()).isEqualTo(429);
    assertThat(page.body()).contains("of group team 2 builds wait");
    assertThat(farm.builds.count()).isEqualTo(2);

    farm.post("/api/v1/builds/team%2Fweb%2Fapp%231/cancel", "{}");
    assertThat(ask().statusCode()).isEqualTo(202);
  }

  @Test
  void membersReadTheirGroupsQuotaAndEverybodyTheirOwn() {
    set("group/team", "{\"running\":3}");
    set("user/ada", "{\"waiting\":2}");
    WebClient ada = WebClient.loggedIn(farm, "ada", PASSWORD);
    assertThat(TestDispatcher.json(ada.get("/api/v1/groups/team/quota")).path("running").asInt())
        .isEqualTo(3);
    assertThat(TestDispatcher.json(ada.get("/api/v1/me/quota")).path("waiting").asInt())
        .isEqualTo(2);
    ask();
    JsonNode web = TestDispatcher.json(ada.get("/api/v1/groups/team%2Fweb/quota"));
    assertThat(web.path("running").isNull()).isTrue();
    assertThat(web.path("use").path("waiting").asInt()).isEqualTo(1);
    assertThat(ada.get("/api/v1/quotas").statusCode()).isEqualTo(403);
    WebClient eve = WebClient.loggedIn(farm, "eve", PASSWORD);
    assertThat(eve.get("/api/v1/groups/team/quota").statusCode()).isEqualTo(404);
    assertThat(TestDispatcher.json(eve.get("/api/v1/me/quota")).path("waiting").isNull()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          group/team|{}|400
          group/team|{"running":-1}|400
          group/team|{"running":1.5}|400
          group/team|{"running":"3"}|400
          group/team|{"runs":3}|400
          group/Team|{"running":3}|400
          user/admin|{"running":3}|400
          user/nobody|{"running":3}|404
          farm/farm|{"running":3}|400
          """)
  void whatIsNoQuotaIsRefused(String holder, String json, int status) {
    HttpResponse<String> refused = set(holder, json);
    assertThat(refused.statusCode()).as(refused.body()).isEqualTo(status);
    assertThat(TestDispatcher.json(farm.get("/api/v1/quotas")).path("quotas")).isEmpty();
  }
}
