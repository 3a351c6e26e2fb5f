package dev.hearth.dispatcher.console.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.dispatcher.api.TestDispatcher;
import dev.hearth.testing.Browser;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each page in a real browser: light, dark and narrow, looked at by axe, kept as a picture. */
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PagesInABrowserTest {
  private ShownImages images;
  private Browser browser;

  @BeforeAll
  void start(@TempDir Path home) {
    images = new ShownImages(home);
    browser = new Browser("http://localhost:" + images.shown.farm.port());
    browser.logIn("admin", TestDispatcher.TOKEN);
  }

  @AfterAll
  void stop() {
    browser.close();
    images.close();
  }

  /** A page, and what it shows. */
  record Shown(String path, String text) {
    String name() {
      return path.substring(1).replaceAll("%2F|[^a-z0-9-]+", "_");
    }
  }

  static Stream<Shown> pages() {
    return Stream.of(
        new Shown("/pool", "no agent that fits has a free slot"),
        new Shown("/pool/oven-2", "Cordon"),
        new Shown("/pool/oven-3", "its disk is to be replaced"),
        new Shown("/projects", "mill/flour"),
        new Shown("/projects/new", "Git URL"),
        new Shown("/projects/bakery%2Fbread", "Median duration"),
        new Shown("/projects/bakery%2Fbread/settings", "Compile command"),
        new Shown("/projects/bakery%2Fbread/members", "developer"),
        new Shown("/projects/bakery%2Fbread/activity", "project.created"),
        new Shown("/projects/bakery%2Fbread/deliveries", "not built"),
        new Shown("/images", "bakery/bread"),
        new Shown("/images/bakery%2Fbread", "release"),
        new Shown("/images/bakery%2Fbread/tags/release", "The same image"),
        new Shown("/images/bakery%2Fbread/promote?from=main&to=release", "Compile script"),
        new Shown("/images/bakery%2Fbread/settings", "Make it public"),
        new Shown("/images/bakery%2Fbread/members", "developer"),
        new Shown("/images/bakery%2Fbread/activity", "image.promoted"),
        new Shown("/farm", "Builds by day and team"),
        new Shown("/farm/activity", "project.created"),
        new Shown("/farm/people", "stranger"),
        new Shown("/farm/announcements", "oven-3 gets a new disk"),
        new Shown("/farm/quotas", "2 / 2"),
        new Shown("/help", "Reporter"),
        new Shown("/help/dockerfile", "COPY target/lib/ lib/"),
        new Shown("/help/tests", "pytest --junitxml=junit.xml"));
  }

  @ParameterizedTest
  @MethodSource("pages")
  void isReadByEverybody(Shown page) {
    browser.screen().scheme("light").open(page.path());
    browser.awaitText("main", page.text());
    browser.keep(page.name());
    browser.scheme("dark").keep(page.name() + "-dark");
    browser.phone().keep(page.name() + "-narrow");
    assertThat(browser.complaints()).isEmpty();
  }
}
