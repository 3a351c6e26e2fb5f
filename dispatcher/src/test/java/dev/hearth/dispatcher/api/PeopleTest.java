package dev.hearth.dispatcher.api;

import static dev.hearth.dispatcher.api.TestDispatcher.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(90)
class PeopleTest {
  private static final String PASSWORD = "a good password";

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

  @Test
  void aPersonLogsInAndIsKnownByTheToken() {
    String ada = join("ada");
    JsonNode me = json(as(ada, "GET", "/api/v1/me", ""));
    assertThat(me.path("name").asText()).isEqualTo("ada");
    assertThat(me.path("administrator").asBoolean()).isFalse();
    assertThat(me.at("/scopes/0").asText()).isEqualTo("api");
  }

  @Test
  void aWrongPasswordAndAnUnknownNameAnswerAlike() {
    join("ada");
    HttpResponse<String> wrong = logIn("ada", "another password");
    HttpResponse<String> unknown = logIn("eve", PASSWORD);
    assertThat(wrong.statusCode()).isEqualTo(401);
    assertThat(unknown.statusCode()).isEqualTo(401);
    assertThat(unknown.body()).isEqualTo(wrong.body());
  }

  @Test
  void whoGuessesIsSlowedDown() {
    join("ada");
    List<Integer> answers = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      answers.add(logIn("ada", "guess number " + i).statusCode());
    }
    assertThat(answers).containsExactly(401, 401, 401, 401, 401, 429);
  }

  @Test
  void aPasswordThatWasMadeIsShownOnceAndIsGood() {
    JsonNode added = json(farm.post("/api/v1/people", "{\"name\":\"ada\"}"));
    assertThat(logIn("ada", added.path("password").asText()).statusCode()).isEqualTo(201);
    assertThat(farm.get("/api/v1/people").body()).doesNotContain(added.path("password").asText());
  }

  @Test
  void aNameIsTakenOnce() {
    join("ada");
    assertThat(farm.post("/api/v1/people", "{\"name\":\"ada\"}").statusCode()).isEqualTo(409);
    assertThat(farm.post("/api/v1/people", "{\"name\":\"admin\"}").statusCode()).isEqualTo(400);
    assertThat(farm.post("/api/v1/people", "{\"name\":\"a b\"}").statusCode()).isEqualTo(400);
  }

  @Test
  void whoIsBlockedIsNobodyUntilUnblocked() {
    String ada = join("ada");
    change("ada", "{\"blocked\":true}");
    assertThat(as(ada, "GET", "/api/v1/me", "").statusCode()).isEqualTo(401);
    assertThat(logIn("ada", PASSWORD).statusCode()).isEqualTo(401);
    change("ada", "{\"blocked\":false}");
    assertThat(as(ada, "GET", "/api/v1/me", "").statusCode()).isEqualTo(200);
  }

  @Test
  void aChangedPasswordEndsAllTokens() {
    String ada = join("ada");
    String wrong = "{\"old\":\"not the old one\",\"new\":\"a better password\"}";
    assertThat(as(ada, "PUT", "/api/v1/me/password", wrong).statusCode()).isEqualTo(403);
    String right = "{\"old\":\"%s\",\"new\":\"a better password\"}".formatted(PASSWORD);
    assertThat(as(ada, "PUT", "/api/v1/me/password", right).statusCode()).isEqualTo(204);
    assertThat(as(ada, "GET", "/api/v1/me", "").statusCode()).isEqualTo(401);
    assertThat(logIn("ada", "a better password").statusCode()).isEqualTo(201);
  }

  @Test
  void aTokenIsGoodUntilItIsRevokedAndForNoMoreThanItsScopes() {
    String ada = join("ada");
    farm.project("bakery/bread", "https://git.example.com/bakery/bread.git");
    role("projects/bakery%2Fbread", "ada", "owner");
    HttpResponse<String> made =
        as(ada, "POST", "/api/v1/me/tokens", "{\"tokenName\":\"ci\",\"scopes\":[\"read_api\"]}");
    String reading = json(made).path("token").asText();
    assertThat(reading).startsWith("hpt_");

    assertThat(as(reading, "GET", "/api/v1/projects/bakery%2Fbread", "").statusCode())
        .isEqualTo(200);
    assertThat(as(reading, "POST", "/api/v1/builds", "{\"project\":\"bakery/bread\"}").statusCode())
        .isEqualTo(403);
    assertThat(
            as(
                    reading,
                    "POST",
                    "/api/v1/projects",
                    "{\"name\":\"new/app\",\"gitUrl\":\"https://git.example.com/n.git\"}")
                .statusCode())
        .isEqualTo(403);
    assertThat(
            as(reading, "POST", "/api/v1/me/tokens", "{\"tokenName\":\"x\",\"scopes\":[\"api\"]}")
                .statusCode())
        .isEqualTo(403);

    String list = as(ada, "GET", "/api/v1/me/tokens", "").body();
    assertThat(list).contains("\"ci\"").doesNotContain(reading);
    String id = json(made).path("id").asText();
    assertThat(as(ada, "DELETE", "/api/v1/me/tokens/" + id, "").statusCode()).isEqualTo(204);
    assertThat(as(reading, "GET", "/api/v1/me", "").statusCode()).isEqualTo(401);
  }

  @Test
  void whatOneMayNotSeeDoesNotExist() {
    String ada = join("ada");
    farm.project("bakery/bread", "https://git.example.com/bakery/bread.git");
    JsonNode build = json(farm.post("/api/v1/builds", "{\"project\":\"bakery/bread\"}"));
    for (String[] pair :
        new String[][] {
          {"/api/v1/projects/bakery%2Fbread", "/api/v1/projects/bakery%2Fcakes"},
          {"/api/v1/builds/bakery%2Fbread%231", "/api/v1/builds/bakery%2Fbread%232"},
          {"/api/v1/builds/bakery%2Fbread%231/log", "/api/v1/builds/bakery%2Fbread%232/log"}
        }) {
      HttpResponse<String> hidden = as(ada, "GET", pair[0], "");
      HttpResponse<String> absent = as(ada, "GET", pair[1], "");
      assertThat(hidden.statusCode()).isEqualTo(404);
      assertThat(hidden.body().replaceAll("bread%231|bread#1|bread", "x"))
          .isEqualTo(absent.body().replaceAll("bread%232|bread#2|cakes", "x"));
    }
    assertThat(as(ada, "POST", "/api/v1/builds", "{\"project\":\"bakery/bread\"}").statusCode())
        .isEqualTo(404);
    assertThat(json(as(ada, "GET", "/api/v1/projects", "")).path("projects")).isEmpty();
    assertThat(json(as(ada, "GET", "/api/v1/builds", "")).path("builds")).isEmpty();
    assertThat(json(farm.get("/api/v1/builds")).at("/builds/0/id").asText())
        .isEqualTo(build.path("id").asText());

    role("groups/bakery", "ada", "guest");
    assertThat(json(as(ada, "GET", "/api/v1/projects", "")).path("projects")).hasSize(1);
    assertThat(json(as(ada, "GET", "/api/v1/builds", "")).path("builds")).hasSize(1);
    assertThat(as(ada, "POST", "/api/v1/builds", "{\"project\":\"bakery/bread\"}").statusCode())
        .isEqualTo(403);
  }

  @Test
  void theCreatorOwnsAndAGroupIsNotForOthersToBuildIn() {
    String ada = join("ada");
    String eve = join("eve");
    assertThat(create(ada, "bakery/bread").statusCode()).isEqualTo(201);
    assertThat(create(eve, "bakery/cakes").statusCode()).isEqualTo(403);
    role("groups/bakery", "eve", "master");
    assertThat(create(eve, "bakery/cakes").statusCode()).isEqualTo(201);

    assertThat(as(eve, "DELETE", "/api/v1/projects/bakery%2Fbread", "").statusCode())
        .isEqualTo(403);
    assertThat(as(eve, "DELETE", "/api/v1/projects/bakery%2Fcakes", "").statusCode())
        .isEqualTo(204);
  }

  @Test
  void theLastOwnerStays() {
    String ada = join("ada");
    join("eve");
    create(ada, "bakery/bread");
    String members = "/api/v1/projects/bakery%2Fbread/members/";
    assertThat(as(ada, "DELETE", members + "ada", "").statusCode()).isEqualTo(409);
    assertThat(as(ada, "PUT", members + "ada", "{\"role\":\"guest\"}").statusCode()).isEqualTo(409);
    assertThat(as(ada, "PUT", members + "eve", "{\"role\":\"owner\"}").statusCode()).isEqualTo(204);
    assertThat(as(ada, "DELETE", members + "ada", "").statusCode()).isEqualTo(204);
  }

  @Test
  void aMasterMakesNoOwnersAndUnmakesNone() {
    String ada = join("ada");
    String eve = join("eve");
    join("bob");
    create(ada, "bakery/bread");
    String members = "/api/v1/projects/bakery%2Fbread/members/";
    as(ada, "PUT", members + "eve", "{\"role\":\"master\"}");
    assertThat(as(eve, "PUT", members + "bob", "{\"role\":\"owner\"}").statusCode()).isEqualTo(403);
    assertThat(as(eve, "PUT", members + "ada", "{\"role\":\"guest\"}").statusCode()).isEqualTo(403);
    assertThat(as(eve, "PUT", members + "bob", "{\"role\":\"master\"}").statusCode())
        .isEqualTo(204);
  }

  @Test
  void theTrailSaysWhoDidWhatAndWhatWasBefore() {
    String ada = join("ada");
    join("eve");
    create(ada, "bakery/bread");
    String members = "/api/v1/projects/bakery%2Fbread/members/eve";
    as(ada, "PUT", members, "{\"role\":\"guest\"}");
    as(ada, "PUT", members, "{\"role\":\"developer\"}");
    as(ada, "PATCH", "/api/v1/projects/bakery%2Fbread", "{\"cache\":false}");
    as(ada, "POST", "/api/v1/builds", "{\"project\":\"bakery/bread\"}");

    HttpResponse<String> answer = as(ada, "GET", "/api/v1/projects/bakery%2Fbread/activity", "");
    List<String> acts = new ArrayList<>();
    json(answer).path("activity").forEach(act -> acts.add(act.path("what").asText()));
    assertThat(acts)
        .containsExactly(
            "build.asked", "project.changed", "member.changed", "member.added", "project.created");
    JsonNode changed = json(answer).at("/activity/2");
    assertThat(changed.path("who").asText()).isEqualTo("ada");
    assertThat(changed.path("from").asText()).isEqualTo("127.0.0.1");
    assertThat(changed.at("/facts/before").asText()).isEqualTo("guest");
    assertThat(json(answer).at("/activity/1/facts/cache").asText()).isEqualTo("true to false");

    String lines =
        as(ada, "GET", "/api/v1/projects/bakery%2Fbread/activity?format=jsonl", "").body();
    assertThat(lines.lines()).hasSize(5).allMatch(line -> line.startsWith("{\"id\":"));
    assertThat(farm.get("/api/v1/activity").body()).contains("person.added", "\"login\"");
  }

  @Test
  void whatIsDoneWithHostsIsInTheFarmsTrail() {
    String cordon = "/api/v1/agents/agent-1/cordon";
    String ada = join("ada");
    assertThat(as(ada, "PUT", cordon, "{}").statusCode()).isEqualTo(403);
    change("ada", "{\"operator\":true}");
    assertThat(as(ada, "PUT", cordon, "{\"why\":\"new disk\"}").statusCode()).isEqualTo(204);
    assertThat(as(ada, "PUT", cordon, "{\"kind\":\"drain\"}").statusCode()).isEqualTo(204);
    assertThat(as(ada, "DELETE", cordon, "").statusCode()).isEqualTo(204);
    assertThat(as(ada, "DELETE", cordon, "").statusCode()).isEqualTo(404);
    assertThat(as(ada, "PUT", "/api/v1/agents/agent-9/cordon", "{}").statusCode()).isEqualTo(404);
    as(ada, "POST", "/api/v1/agents/agent-1/key", "");
    as(ada, "DELETE", "/api/v1/agents/agent-1/key", "");

    List<String> acts = new ArrayList<>();
    JsonNode activity = json(as(ada, "GET", "/api/v1/activity?limit=5", "")).path("activity");
    activity.forEach(act -> acts.add(act.path("who").asText() + " " + act.path("what").asText()));
    assertThat(acts)
        .containsExactly(
            "ada agent.revoked",
            "ada agent.key-issued",
            "ada agent.uncordoned",
            "ada agent.drained",
            "ada agent.cordoned");
    assertThat(activity.at("/3/facts/before").asText()).isEqualTo("cordon");
    assertThat(activity.at("/4/facts/why").asText()).isEqualTo("new disk");
  }

  @Test
  void aProjectMovesOnlyToWhereOneMayCreate() {
    String ada = join("ada");
    String eve = join("eve");
    create(ada, "bakery/bread");
    create(eve, "mill/flour");
    String bread = "/api/v1/projects/bakery%2Fbread";
    assertThat(as(ada, "PATCH", bread, "{\"name\":\"mill/bread\"}").statusCode()).isEqualTo(403);
    assertThat(as(ada, "PATCH", bread, "{\"name\":\"bakery/rolls\"}").statusCode()).isEqualTo(200);
  }

  @Test
  void aRepositoryHasMembersAndActivityOfItsOwn() {
    String ada = join("ada");
    String eve = join("eve");
    create(ada, "bakery/bread");
    String repository = "/api/v1/repositories/bakery%2Fbread";
    assertThat(as(eve, "GET", repository + "/members", "").statusCode()).isEqualTo(404);
    assertThat(as(ada, "PUT", repository + "/members/eve", "{\"role\":\"reporter\"}").statusCode())
        .isEqualTo(204);
    JsonNode members = json(as(eve, "GET", repository + "/members", "")).path("members");
    assertThat(members).hasSize(3);
    assertThat(members.at("/0/name").asText()).isEqualTo("eve");
    assertThat(members.at("/0/inheritedFrom").isNull()).isTrue();
    JsonNode acts = json(as(eve, "GET", repository + "/activity", "")).path("activity");
    assertThat(acts.at("/0/what").asText()).isEqualTo("member.added");
    assertThat(as(eve, "GET", "/api/v1/projects/bakery%2Fbread", "").statusCode()).isEqualTo(404);
  }

  @Test
  void aRefusedLogInIsInTheFarmsTrail() {
    logIn("mallory", "some password");
    JsonNode act = json(farm.get("/api/v1/activity")).at("/activity/0");
    assertThat(act.path("what").asText()).isEqualTo("login.refused");
    assertThat(act.at("/facts/name").asText()).isEqualTo("mallory");
  }

  private String join(String name) {
    HttpResponse<String> added =
        farm.post(
            "/api/v1/people", "{\"name\":\"%s\",\"password\":\"%s\"}".formatted(name, PASSWORD));
    assertThat(added.statusCode()).as(added.body()).isEqualTo(201);
    return json(logIn(name, PASSWORD)).path("token").asText();
  }

  private HttpResponse<String> logIn(String name, String password) {
    return farm.send(
        farm.request("/api/v1/login")
            .header("Content-Type", "application/json")
            .POST(
                BodyPublishers.ofString(
                    "{\"name\":\"%s\",\"password\":\"%s\"}".formatted(name, password))));
  }

  private void change(String name, String json) {
    HttpResponse<String> answer =
        farm.send(
            farm.authorized("/api/v1/people/" + name)
                .method("PATCH", BodyPublishers.ofString(json)));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  private void role(String thing, String name, String role) {
    HttpResponse<String> answer =
        farm.send(
            farm.authorized("/api/v1/" + thing + "/members/" + name)
                .PUT(BodyPublishers.ofString("{\"role\":\"" + role + "\"}")));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(204);
  }

  private HttpResponse<String> create(String token, String name) {
    return as(
        token,
        "POST",
        "/api/v1/projects",
        "{\"name\":\"%s\",\"gitUrl\":\"https://git.example.com/%s.git\"}".formatted(name, name));
  }

  private HttpResponse<String> as(String token, String method, String path, String body) {
    return farm.send(
        farm.request(path)
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body)));
  }
}
