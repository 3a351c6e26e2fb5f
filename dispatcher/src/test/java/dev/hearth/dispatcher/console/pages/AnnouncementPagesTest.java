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

/** What is announced, above every page, and how it is put up there. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AnnouncementPagesTest {
  private ShownFarm shown;
  private WebClient operator;
  private WebClient guest;

  @BeforeAll
  void start(@TempDir Path home) {
    shown = new ShownFarm(home);
    operator = WebClient.loggedIn(shown.farm, "operator", ShownFarm.PASSWORD);
    guest = WebClient.loggedIn(shown.farm, "guest", ShownFarm.PASSWORD);
  }

  @AfterAll
  void stop() {
    shown.close();
  }

  @Test
  void everybodySeesItOnEachPageAndNoScriptRuns() {
    for (String page : new String[] {"/builds", "/projects", "/help", "/builds/nothing"}) {
      assertThat(guest.get(page).body())
          .as(page)
          .contains("announcement warning", "oven-3 gets a new disk", "&lt;script&gt;")
          .doesNotContain(ShownFarm.SCRIPT);
    }
  }

  @Test
  void whoIsNotLoggedInSeesOnlyWhatIsForAnybody() {
    for (String page : new String[] {"/login", "/nothing-is-here"}) {
      assertThat(new WebClient(shown.farm).get(page).body())
          .as(page)
          .contains("oven-3 gets a new disk")
          .doesNotContain("&lt;script&gt;");
    }
  }

  @Test
  void anOperatorPutsOneUpChangesItAndTakesItAway() {
    HttpResponse<String> refused =
        operator.post(
            "/farm/announcements",
            Map.of("text", "backwards", "from", "2026-01-02T03:04", "until", "2026-01-01T03:04"));
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.body())
        .contains("it would end before it begins", "value=\"backwards\"", "2026-01-02T03:04");

    Map<String, String> later = Map.of("text", "still to come", "from", "2100-01-02T03:04");
    assertThat(operator.post("/farm/announcements", later).statusCode()).isEqualTo(303);
    String page = operator.get("/farm/announcements").body();
    assertThat(page).contains("is still to come", "value=\"2100-01-02T03:04\"");
    assertThat(guest.get("/help").body()).doesNotContain("still to come");

    String address = page.replaceFirst("(?s).*action=\"([^\"]+)/remove\".*", "$1");
    Map<String, String> now = Map.of("text", "has come", "severity", "warning");
    assertThat(operator.post(address, now).statusCode()).isEqualTo(303);
    assertThat(guest.get("/help").body()).contains("has come");

    assertThat(operator.post(address + "/remove", Map.of()).statusCode()).isEqualTo(303);
    assertThat(guest.get("/help").body()).doesNotContain("has come");
  }

  @Test
  void nobodyElseChangesOrRemovesOne() {
    String id = shown.announce("{\"text\":\"stays\"}");
    String address = "/farm/announcements/" + id;
    assertThat(guest.post(address, Map.of("text", "mine")).statusCode()).isEqualTo(403);
    assertThat(guest.post(address + "/remove", Map.of()).statusCode()).isEqualTo(403);
    assertThat(guest.get("/help").body()).contains("stays");
  }
}
