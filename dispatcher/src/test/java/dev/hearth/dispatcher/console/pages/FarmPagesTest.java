package dev.hearth.dispatcher.console.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.dispatcher.console.frame.WebClient;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The farm over HTTP: its figures, what was done, and its people. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FarmPagesTest {
  private ShownFarm shown;
  private WebClient operator;

  @BeforeAll
  void start(@TempDir Path home) {
    shown = new ShownFarm(home);
    operator = new WebClient(shown.farm);
    operator.logIn("operator", ShownFarm.PASSWORD);
    operator.get("/farm");
  }

  @AfterAll
  void stop() {
    shown.close();
  }

  @Test
  void buildsAreCountedByDayAndTeam() {
    String page = operator.get("/farm").body();
    assertThat(page).contains("bar team-0", "bakery <b>48</b>", "bar accent");
  }

  @Test
  void theWholeActivityIsShownAndExported() {
    assertThat(operator.get("/farm/activity").body()).contains("project.created", "login");
    HttpResponse<String> lines = operator.get("/api/v1/activity?format=jsonl");
    assertThat(lines.headers().firstValue("Content-Type")).contains("application/jsonl");
    assertThat(lines.body().lines().count()).isGreaterThan(5);
  }

  @Test
  void peopleAreAddedBlockedAndNamedOperators() {
    HttpResponse<String> added = operator.post("/farm/people", Map.of("name", "newcomer"));
    assertThat(added.statusCode()).isEqualTo(201);
    String password =
        added.body().replaceFirst("(?s).*readonly size=\"40\" value=\"([^\"]+)\".*", "$1");
    WebClient newcomer = new WebClient(shown.farm);
    assertThat(newcomer.logIn("newcomer", password).statusCode()).isEqualTo(303);
    assertThat(newcomer.get("/farm").statusCode()).isEqualTo(403);

    change("operator");
    assertThat(newcomer.get("/farm").statusCode()).isEqualTo(200);
    change("plain");
    assertThat(newcomer.get("/farm").statusCode()).isEqualTo(403);
    change("block");
    assertThat(newcomer.get("/farm").statusCode()).as("is logged out").isEqualTo(303);
    assertThat(operator.post("/farm/people", Map.of("name", "A B")).statusCode()).isEqualTo(400);
    assertThat(operator.post("/farm/people", Map.of("name", "guest")).statusCode()).isEqualTo(409);
  }

  private void change(String what) {
    assertThat(operator.post("/farm/people/newcomer", Map.of("change", what)).statusCode())
        .isEqualTo(303);
  }
}
