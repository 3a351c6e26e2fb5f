package dev.hearth.dispatcher.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.dispatcher.api.TestDispatcher;
import dev.hearth.dispatcher.http.Answer;
import dev.hearth.dispatcher.http.Routes;
import dev.hearth.dispatcher.http.WebServer;
import dev.hearth.dispatcher.http.WebServerConfig;
import dev.hearth.dispatcher.people.Person;
import dev.hearth.dispatcher.people.Session;
import dev.hearth.dispatcher.people.SessionLimits;
import dev.hearth.dispatcher.projects.Secret;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class WebSessionsTest {
  @TempDir Path home;
  private final Vertx vertx = Vertx.vertx();
  private final HttpClient client = HttpClient.newHttpClient();
  private TestDispatcher farm;
  private Person ada;
  private WebServer server;

  /** A farm, and a server whose routes log ada in and out. */
  @BeforeEach
  void start() {
    farm = new TestDispatcher(home);
    ada = farm.people.people().add("ada", "", "", false, new Secret("a good password"));
    server = serving(false);
  }

  private WebServer serving(boolean securePublicly) {
    WebSessions sessions =
        new WebSessions(
            farm.people.sessionStore(), SessionLimits.DEFAULT, securePublicly, farm.people.trail());
    Routes routes =
        table -> {
          table.add(
              "POST",
              "/in",
              request -> sessions.begin(request, LogIns.known(ada)).in(Answer.nothing(204)));
          table.add("POST", "/out", request -> sessions.end(request, Answer.nothing(204)));
          table.add(
              "GET",
              "/who",
              request ->
                  Answer.text(
                      200,
                      "text/plain",
                      sessions.of(request).map(one -> one.who().name()).orElse("nobody")));
        };
    return WebServer.start(
        vertx, new WebServerConfig("127.0.0.1", 0, null), (_, _, _, _) -> {}, List.of(routes));
  }

  @AfterEach
  void stop() {
    server.close();
    farm.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void whoHasLoggedInIsKnownByTheCookieUntilTheyLogOut() {
    String cookie = cookie(send("POST", "/in", ""));
    assertThat(cookie).startsWith("hearth-session=");
    assertThat(send("GET", "/who", cookie).body()).isEqualTo("ada");
    assertThat(setCookie(send("POST", "/out", cookie))).contains("hearth-session=;", "Max-Age=0");
    assertThat(send("GET", "/who", cookie).body()).isEqualTo("nobody");
  }

  @Test
  void eachLogInHasAnIdOfItsOwnWhateverTheBrowserSent() {
    String planted = "hearth-session=" + "x".repeat(43);
    String first = cookie(send("POST", "/in", planted));
    assertThat(first).isNotEqualTo(planted);
    assertThat(send("GET", "/who", planted).body()).isEqualTo("nobody");
    String second = cookie(send("POST", "/in", first));
    assertThat(second).isNotEqualTo(first);
    assertThat(send("GET", "/who", first).body()).isEqualTo("nobody");
  }

  @Test
  void theCookieIsForThisHostAndTlsOnlyWhereTheFarmIsReachedByIt() {
    assertThat(setCookie(send("POST", "/in", "")))
        .contains("Path=/", "HttpOnly", "SameSite=Lax")
        .doesNotContain("Secure", "Domain");
    server.close();
    server = serving(true);
    assertThat(setCookie(send("POST", "/in", "")))
        .startsWith("__Host-hearth=")
        .contains("Path=/", "HttpOnly", "SameSite=Lax", "Secure")
        .doesNotContain("Domain");
  }

  @Test
  void theApiTakesTheCookieToReadAndToChangeWithThePagesToken() {
    Session session = farm.people.sessionStore().begin(LogIns.known(ada));
    String cookie = "hearth-session=" + session.cookie();
    assertThat(api("GET", "/api/v1/me", cookie, "")).isEqualTo(200);
    assertThat(api("DELETE", "/api/v1/me/sessions", cookie, "")).isEqualTo(403);
    assertThat(api("DELETE", "/api/v1/me/sessions", cookie, "guessed")).isEqualTo(403);
    assertThat(api("DELETE", "/api/v1/me/sessions", cookie, session.csrf())).isEqualTo(200);
    assertThat(api("GET", "/api/v1/me", cookie, "")).isEqualTo(401);
    assertThat(api("GET", "/api/v1/me", "", "")).isEqualTo(401);
  }

  private int api(String method, String path, String cookie, String csrf) {
    HttpRequest.Builder request =
        farm.request(path).method(method, BodyPublishers.noBody()).header("Cookie", cookie);
    return farm.send(csrf.isEmpty() ? request : request.header("Hearth-Csrf", csrf)).statusCode();
  }

  private HttpResponse<String> send(String method, String path, String cookie) {
    try {
      return client.send(
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
              .timeout(Duration.ofSeconds(30))
              .header("Cookie", cookie)
              .method(method, BodyPublishers.noBody())
              .build(),
          BodyHandlers.ofString());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static String setCookie(HttpResponse<String> response) {
    return response.headers().firstValue("Set-Cookie").orElse("");
  }

  private static String cookie(HttpResponse<String> response) {
    return setCookie(response).replaceFirst(";.*", "");
  }
}
