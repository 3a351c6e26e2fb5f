package dev.hearth.dispatcher.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hearth.dispatcher.api.PeopleParts;
import dev.hearth.dispatcher.api.TestDispatcher;
import dev.hearth.dispatcher.http.Answer;
import dev.hearth.dispatcher.http.Routes;
import dev.hearth.dispatcher.http.WebServer;
import dev.hearth.dispatcher.http.WebServerConfig;
import dev.hearth.dispatcher.people.Act;
import dev.hearth.dispatcher.people.Person;
import dev.hearth.dispatcher.projects.Secret;
import dev.hearth.dispatcher.secrets.FarmKey;
import dev.hearth.dispatcher.secrets.Sealer;
import dev.hearth.dispatcher.sessions.LogIns;
import dev.hearth.testing.FreePort;
import io.vertx.core.Vertx;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Against a whole provider, with its log-in form, by a browser with cookies. */
@Timeout(120)
class OidcLogInTest {
  @TempDir Path home;
  private final Vertx vertx = Vertx.vertx();
  private final int port = FreePort.pick();
  private TestDispatcher farm;
  private SpringProvider provider;
  private WebServer server;

  @BeforeEach
  void start() {
    farm = new TestDispatcher(home);
    provider = new SpringProvider(at("/login/oidc/callback").toString());
    server = serving(SpringProvider.SECRET);
  }

  private WebServer serving(String secret) {
    PeopleParts people = farm.people;
    Routes shown =
        table -> {
          table.add(
              "GET",
              "/who",
              request ->
                  Answer.text(
                      200,
                      "text/plain",
                      people
                          .sessions()
                          .of(request)
                          .map(session -> session.who().name())
                          .orElse("nobody")));
          table.add(
              "GET",
              "/as/{person}",
              request ->
                  people
                      .sessions()
                      .begin(request, LogIns.known(person(request.path("person"))))
                      .in(Answer.nothing(204)));
        };
    return WebServer.start(
        vertx,
        new WebServerConfig("127.0.0.1", port, null),
        (_, _, _, _) -> {},
        List.of(
            new OidcRoutes(
                new OidcConfig(provider.issuer(), SpringProvider.CLIENT, new Secret(secret)),
                at("").toString(),
                new Sealer(FarmKey.open(home.resolve("farm.key"))),
                people.identities(),
                people.sessions(),
                people.trail(),
                Clock.systemUTC()),
            shown));
  }

  @AfterEach
  void stop() {
    server.close();
    provider.close();
    farm.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  private URI at(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  private Person person(String name) {
    return farm.people.people().find(name).orElseThrow();
  }

  private List<String> acts() {
    return farm.people.trail().all(null, 20).stream()
        .map(act -> act.who() + " " + act.what())
        .toList();
  }

  private HttpResponse<String> logIn(Browser browser, String name) {
    return browser.get(browser.logIn(browser.get(at("/login/oidc?next=/who")), name));
  }

  @Test
  void whoComesForTheFirstTimeBecomesAPersonAndIsKnownTheNextTime() {
    Browser browser = new Browser();
    HttpResponse<String> back = logIn(browser, "ann");
    assertThat(back.statusCode()).as(back.body()).isEqualTo(303);
    assertThat(browser.follow(back).body()).isEqualTo("ann");
    Person ann = person("ann");
    assertThat(ann.fullName()).isEqualTo("ann of the bakery");
    assertThat(ann.email()).isEqualTo("ann@example.com");
    assertThat(ann.operator()).isFalse();
    assertThat(acts()).containsExactly("ann login", "ann person.added");

    assertThat(logIn(new Browser(), "ann").statusCode()).isEqualTo(303);
    assertThat(farm.people.people().list()).containsExactly(ann);
    assertThat(farm.people.people().logIn("ann", new Secret(""))).isEmpty();
  }

  @Test
  void aPersonOfTheSameNameIsNotTakenOver() {
    Person own = farm.people.people().add("ann", "", "", true, new Secret("a good password"));
    Browser browser = new Browser();
    assertThat(browser.follow(logIn(browser, "ann")).body()).isEqualTo("ann-2");
    assertThat(person("ann")).isEqualTo(own);
  }

  @Test
  void whoIsLoggedInAlreadyIsKnownByBothFromThenOn() {
    farm.people.people().add("robert", "", "", false, new Secret("a good password"));
    Browser browser = new Browser();
    browser.get(at("/as/robert"));
    assertThat(browser.follow(logIn(browser, "bob")).body()).isEqualTo("robert");
    Browser other = new Browser();
    assertThat(other.follow(logIn(other, "bob")).body()).isEqualTo("robert");
  }

  @Test
  void aLogInThatAnotherBrowserBeganIsRefused() {
    Browser mallory = new Browser();
    URI callback = mallory.logIn(mallory.get(at("/login/oidc")), "ann");
    Browser victim = new Browser();
    assertThat(victim.get(callback).statusCode()).isEqualTo(401);
    victim.get(at("/login/oidc"));
    assertThat(victim.get(callback).statusCode()).isEqualTo(401);
    assertThat(victim.get(at("/who")).body()).isEqualTo("nobody");
    Act act = farm.people.trail().all(null, 1).getFirst();
    assertThat(act.what()).isEqualTo("login.refused");
    assertThat(act.from()).isEqualTo("127.0.0.1");
  }

  @Test
  void aCodeIsGoodOnce() {
    Browser browser = new Browser();
    URI callback = browser.logIn(browser.get(at("/login/oidc")), "ann");
    assertThat(browser.get(callback).statusCode()).isEqualTo(303);
    assertThat(browser.get(callback).statusCode()).isEqualTo(401);
  }

  @Test
  void aWrongClientSecretAndAProvidersNoAreRefused() {
    server.close();
    // The provider knows the port, and a listener that was closed gives it back a moment later.
    server = await().ignoreExceptions().until(() -> serving("another secret"), Objects::nonNull);
    assertThat(logIn(new Browser(), "ann").statusCode()).isEqualTo(401);

    Browser browser = new Browser();
    URI target = Browser.target(browser.get(at("/login/oidc")));
    String state = target.getQuery().replaceFirst(".*state=([^&]+).*", "$1");
    HttpResponse<String> no =
        browser.get(at("/login/oidc/callback?error=access_denied&state=" + state));
    assertThat(no.statusCode()).isEqualTo(401);
    assertThat(no.body()).contains("access_denied");
  }

  @Test
  void whoIsBlockedStaysOut() {
    logIn(new Browser(), "ann");
    Person ann = person("ann");
    farm.people
        .people()
        .change(
            ann.id(),
            one ->
                new Person(
                    one.id(),
                    one.name(),
                    one.fullName(),
                    one.email(),
                    one.operator(),
                    true,
                    one.createdAt()));
    assertThat(logIn(new Browser(), "ann").statusCode()).isEqualTo(401);
  }

  @Test
  void nobodyIsSentToAnotherSite() {
    for (String next : List.of("https://evil.example/", "//evil.example/", "/%5Cevil.example/")) {
      Browser browser = new Browser();
      URI callback = browser.logIn(browser.get(at("/login/oidc?next=" + next)), "ann");
      assertThat(browser.get(callback).headers().firstValue("Location")).contains("/");
    }
  }
}
