package dev.hearth.dispatcher.console.frame;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.dispatcher.api.TestDispatcher;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The frame of the console over HTTP: who comes in, in what language, and what is refused. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConsoleTest {
  private static final String COOKIE = "hearth-session";
  private TestDispatcher farm;

  @BeforeAll
  void start(@TempDir Path home) {
    farm = new TestDispatcher(home);
  }

  @AfterAll
  void stop() {
    farm.close();
  }

  @Test
  void whoIsNotLoggedInIsSentToLogInAndComesBack() {
    WebClient client = new WebClient(farm);

    HttpResponse<String> sent = client.get("/builds?state=failed");
    assertThat(sent.statusCode()).isEqualTo(303);
    assertThat(location(sent)).isEqualTo("/login?next=%2Fbuilds%3Fstate%3Dfailed");
    assertThat(client.get(location(sent)).body()).contains("value=\"/builds?state=failed\"");

    HttpResponse<String> in =
        client.post(
            "/login",
            Map.of(
                "name", "admin", "password", TestDispatcher.TOKEN, "next", "/builds?state=failed"));
    assertThat(location(in)).isEqualTo("/builds?state=failed");
    assertThat(client.get("/").statusCode()).isEqualTo(303);
  }

  @Test
  void aPartOfAPageTellsTheBrowserToLogIn() {
    HttpResponse<String> part = new WebClient(farm).get("/builds", "HX-Request", "true");
    assertThat(part.statusCode()).isEqualTo(401);
    assertThat(part.headers().firstValue("HX-Redirect")).contains("/login?next=%2F");
  }

  @Test
  void aWrongPasswordLetsNobodyIn() {
    WebClient client = new WebClient(farm);
    HttpResponse<String> refused = client.logIn("admin", "wrong");
    assertThat(refused.statusCode()).isEqualTo(401);
    assertThat(refused.body()).contains("Name or password is wrong.").contains("value=\"admin\"");
    assertThat(client.get("/builds").statusCode()).isEqualTo(303);
  }

  @Test
  void everyLogInMakesANewSessionWhateverTheBrowserBrought() {
    WebClient client = new WebClient(farm);
    client.cookie(COOKIE, "chosen-by-somebody-else");
    client.logIn("admin", TestDispatcher.TOKEN);
    String first = client.cookie(COOKIE);
    client.logIn("admin", TestDispatcher.TOKEN);
    assertThat(first).hasSizeGreaterThan(40).isNotEqualTo("chosen-by-somebody-else");
    assertThat(client.cookie(COOKIE)).isNotEqualTo(first);
  }

  @Test
  void afterLoggingOutTheCookieIsNobodys() {
    WebClient client = WebClient.loggedIn(farm);
    String cookie = client.cookie(COOKIE);
    assertThat(client.post("/logout", Map.of()).statusCode()).isEqualTo(303);
    client.cookie(COOKIE, cookie);
    assertThat(client.get("/").headers().firstValue("Location").orElse("")).startsWith("/login");
  }

  @Test
  void aFormOfAnotherSiteOrWithoutThePagesOwnValueIsRefused() {
    WebClient client = WebClient.loggedIn(farm);
    assertThat(client.post("/logout", Map.of("csrf", "guessed")).statusCode()).isEqualTo(403);
    assertThat(client.post("/logout", Map.of(), "http://evil.example").statusCode()).isEqualTo(403);
    assertThat(client.post("/logout", Map.of(), "null").statusCode()).isEqualTo(403);
    assertThat(
            new WebClient(farm)
                .post("/login", Map.of("name", "admin"), "http://evil.example")
                .statusCode())
        .isEqualTo(403);
    assertThat(client.get("/").headers().firstValue("Location")).contains("/builds");
  }

  @Test
  void nobodyIsSentToAnotherHost() {
    for (String next :
        new String[] {
          "https://evil.example",
          "//evil.example",
          "/\\evil.example",
          "/\t/evil.example",
          "javascript:alert(1)",
          "/a\r\nSet-Cookie: a=b",
          ""
        }) {
      WebClient client = new WebClient(farm);
      Map<String, String> fields =
          Map.of("name", "admin", "password", TestDispatcher.TOKEN, "next", next);
      assertThat(location(client.post("/login", fields))).as(next).isEqualTo("/");
    }
  }

  @Test
  void theBrowsersLanguageIsSpokenUntilAnotherIsChosen() {
    WebClient client = new WebClient(farm);
    assertThat(client.get("/login").body()).contains("lang=\"en\"").contains("Password");
    assertThat(client.get("/login", "Accept-Language", "fr, zh-TW;q=0.8, en;q=0.5").body())
        .contains("<html lang=\"zh-CN\"")
        .contains("密码");
    assertThat(client.get("/login", "Accept-Language", ";;q=x").statusCode()).isEqualTo(200);

    HttpResponse<String> chosen =
        client.post("/language", Map.of("language", "zh-CN", "back", "/login?next=%2Fbuilds"));
    assertThat(location(chosen)).isEqualTo("/login?next=%2Fbuilds");
    assertThat(client.get("/login").body()).contains("密码");
  }

  @Test
  void aBrowserSeesAPageWhereNothingIsAndAProgramReadsJson() {
    HttpResponse<String> page =
        new WebClient(farm)
            .get("/<script>alert(1)</script>".replace("<", "%3C").replace(">", "%3E"));
    assertThat(page.statusCode()).isEqualTo(404);
    assertThat(page.body()).contains("There is nothing here").doesNotContain("<script>alert");
    assertThat(page.headers().firstValue("Content-Type")).contains("text/html; charset=utf-8");
    assertThat(farm.get("/nowhere").body()).startsWith("{\"error\":");
    assertThat(new WebClient(farm).get("/logout").statusCode()).isEqualTo(405);
  }

  @Test
  void everyPageForbidsWhatItDoesNotNeed() {
    WebClient client = WebClient.loggedIn(farm);
    for (String path : new String[] {"/login", "/builds", "/nowhere", "/builds/nothing"}) {
      HttpResponse<String> page = client.get(path);
      String policy = page.headers().firstValue("Content-Security-Policy").orElse("");
      assertThat(policy).as(path).contains("default-src 'none'").contains("script-src 'self'");
      assertThat(policy).doesNotContain("unsafe").doesNotContain("http");
      assertThat(page.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
      assertThat(page.headers().firstValue("X-Frame-Options")).contains("DENY");
      assertThat(page.headers().firstValue("Cache-Control")).contains("no-store");
      assertThat(page.body()).doesNotContain(" style=").doesNotContain("<style");
    }
  }

  @Test
  void assetsAreKeptForGoodAndZipped() {
    String page = new WebClient(farm).get("/login").body();
    String style = page.replaceFirst("(?s).*href=\"(/assets/[^\"]+/console.css)\".*", "$1");
    HttpResponse<String> whole = farm.get(style);
    assertThat(whole.headers().firstValue("Cache-Control").orElse("")).contains("immutable");
    assertThat(whole.body()).contains("--accent");
    assertThat(whole.headers().firstValue("Connection")).isEmpty();
    assertThat(new WebClient(farm).get("/login").headers().firstValue("Connection")).isEmpty();
    HttpResponse<String> zipped =
        farm.send(farm.request(style).header("Accept-Encoding", "gzip, br"));
    assertThat(zipped.headers().firstValue("Content-Encoding")).contains("gzip");
    assertThat(zipped.headers().firstValueAsLong("Content-Length").orElse(0))
        .isPositive()
        .isLessThan(whole.body().length() / 2);
    assertThat(
            farm.get("/assets/of-another-version/console.css")
                .headers()
                .firstValue("Cache-Control"))
        .contains("no-cache");
    assertThat(farm.get("/assets/x/..%2f..%2fapplication.yaml").statusCode()).isEqualTo(404);
  }

  private static String location(HttpResponse<String> response) {
    return response.headers().firstValue("Location").orElse("");
  }
}
