package dev.hearth.dispatcher.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.dispatcher.api.BuildView;
import dev.hearth.dispatcher.api.InMemoryBuilds;
import dev.hearth.dispatcher.api.TestDispatcher;
import dev.hearth.dispatcher.console.frame.Section;
import dev.hearth.dispatcher.queue.RemoteRefs;
import dev.hearth.protocol.results.FailedTest;
import dev.hearth.protocol.results.SlowTest;
import dev.hearth.protocol.results.TestCounts;
import dev.hearth.protocol.results.TestResults;
import dev.hearth.protocol.results.TestSuite;
import dev.hearth.testing.Browser;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The console in a real browser. Each page is kept under target/screenshots and asked by axe. */
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BrowserTest {
  private static final Logger log = LoggerFactory.getLogger(BrowserTest.class);
  private static final String SCRIPT = "<img src=x onerror=\"document.title='hacked'\">";
  private static final int MANY = 200_000;

  private TestDispatcher farm;
  private Browser browser;
  private SampleBuilds builds;

  @BeforeAll
  void start(@TempDir Path home) {
    farm = new TestDispatcher(home);
    builds = new SampleBuilds(farm, "bakery/bread");
    for (int i = 0; i < 5; i++) {
      builds.succeeded("release-" + i, i != 2);
    }
    builds.failed("feature/sourdough", "kim", "the compiler ended with 1");
    builds.cancelled("feature/rye");
    browser = new Browser("http://localhost:" + farm.port());
  }

  @AfterAll
  void stop() {
    browser.close();
    farm.close();
  }

  private void logIn() {
    browser.screen().scheme("light").open("/builds");
    if (browser.path().startsWith("/login")) {
      browser.logIn("admin", TestDispatcher.TOKEN);
    }
  }

  @Test
  void logsInAndOutAndThePolicyRefusesNothing() {
    browser.screen().scheme("light").open("/login");
    browser.driver().manage().deleteAllCookies();
    browser.open("/login");
    browser.keep("log-in");
    browser.complaints();
    browser.logIn("admin", TestDispatcher.TOKEN);
    browser.await("[data-row]");
    browser.driver().findElement(By.cssSelector("form[action='/logout'] button")).click();
    browser.await("#password");
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void theListChangesByItself() {
    logIn();
    BuildView queued = builds.queued("topic/wait");
    BuildView running = builds.running("topic/oven");
    browser.open("/builds");
    browser.await("#row-" + running.record().id());
    browser.awaitText(".badge.running", "running");
    browser.keep("builds");
    builds.end(running);
    browser.awaitText("tr:has(#row-" + running.record().id() + ") .badge", "succeeded");

    browser.scheme("dark").open("/builds?state=queued&ref=topic/wait");
    browser.await("#row-" + queued.record().id());
    assertThat(browser.texts("table.builds tbody tr")).hasSize(1);
    browser.keep("builds-dark");
    browser.scheme("light").phone().open("/builds");
    browser.keep("builds-phone");
    assertThat(browser.script("return document.documentElement.scrollWidth"))
        .as("no page is wider than a phone")
        .isEqualTo(390L);
    farm.builds.cancel(queued.record().id(), "test", "over");
  }

  @Test
  void rowsAreReachedByKeysAndOpened() {
    logIn();
    browser.open("/builds");
    browser.await("[data-row]");
    var page = browser.driver().findElement(By.tagName("body"));
    page.sendKeys("j");
    page.sendKeys("j");
    page.sendKeys("k");
    assertThat(browser.script("return document.activeElement.hasAttribute('data-row')"))
        .isEqualTo(true);
    browser.driver().switchTo().activeElement().sendKeys(Keys.ENTER);
    browser.await("#build");
    browser.driver().findElement(By.tagName("body")).sendKeys("?");
    browser.await("dialog[open]");
    browser.keep("keys");
  }

  @Test
  void everySectionOfTheNavigationHasAKeyThatTheHelpLists() {
    logIn();
    List<String> letters = browser.attributes("[data-go]", "data-go");
    assertThat(letters).hasSize(Section.values().length).doesNotHaveDuplicates();
    assertThat(browser.script("return [...document.querySelectorAll('#keys dd')].length"))
        .isEqualTo(letters.size() + 3L);
    for (Section section : Section.values()) {
      var page = browser.driver().findElement(By.tagName("body"));
      page.sendKeys("g" + section.letter());
      browser.await(".bar nav a[href='" + section.address() + "'][aria-current]");
      assertThat(browser.path()).isEqualTo(section.address());
    }
  }

  @Test
  void aBuildShowsWhereItsTimeWentAndWhatCanBeDone() {
    logIn();
    BuildView warm = builds.succeeded("main", true);
    builds.log(warm, sampleLog());
    browser.open(SampleBuilds.page(warm));
    browser.awaitText(".line", "BUILD SUCCESS");
    assertThat(browser.texts(".legend li")).hasSize(5);
    assertThat(browser.texts(".badge")).containsExactly("succeeded");
    browser.keep("build");
    browser.scheme("dark").keep("build-dark");
    browser.scheme("light").phone().keep("build-phone");
    browser.screen();

    browser.driver().findElement(By.cssSelector("form[action$='/rebuild'] button.main")).click();
    browser.awaitText(".badge", "queued");
    assertThat(browser.path()).isNotEqualTo(SampleBuilds.page(warm));
    browser.driver().findElement(By.cssSelector("details.menu summary")).click();
    browser.type("why", "not " + SCRIPT);
    browser.driver().findElement(By.cssSelector("details.menu button")).click();
    browser.awaitText(".badge", "cancelled");
    browser.awaitText(".remark", "not " + SCRIPT);
    assertThat(browser.driver().getTitle()).doesNotContain("hacked");
  }

  @Test
  void anAttemptThatWasLostIsShownWithItsOwnLog() {
    logIn();
    BuildView failed = builds.failed("main", "robin", "tests failed: OvenTest");
    builds.log(failed, 1, "== checkout\nof the first attempt\n");
    builds.log(failed, 2, sampleLog());
    browser.open(SampleBuilds.page(failed));
    browser.awaitText(".problem", "tests failed: OvenTest");
    browser.awaitText(".line", "BUILD SUCCESS");
    browser.keep("build-failed");
    browser.driver().findElement(By.linkText("Attempt 1")).click();
    browser.awaitText(".line", "of the first attempt");
  }

  @Test
  void whatTestsSaidComesByItselfAndUnfolds() {
    logIn();
    BuildView running = builds.running("topic/tests");
    builds.log(running, "== compile\nTests run: 15\n");
    browser.open(SampleBuilds.page(running));
    browser.awaitText(".line", "Tests run: 15");
    assertThat(browser.texts(".tests")).isEmpty();
    builds.tests(running, testResults());

    browser.awaitText(".tests .badge", "3 of 15 did not pass");
    assertThat(browser.texts(".cases .case"))
        .containsExactly("OvenTest.isHot failed · 1.5 s", SCRIPT + " error · 0.0 s");
    browser.awaitText(".cases .message", "expected: <hot> but was: <cold>");
    assertThat(browser.texts(".tests .remark"))
        .containsExactly("1 more did not pass. The log says more.");
    browser.driver().findElement(By.cssSelector(".cases details summary")).click();
    browser.awaitText(".cases details[open] pre", "at OvenTest.isHot(OvenTest.java:7)");
    browser.driver().findElement(By.cssSelector(".tests > details summary")).click();
    browser.awaitText(".tests table", "OvenTest");
    assertThat(browser.script("return document.querySelectorAll('img[src=x]').length"))
        .isEqualTo(0L);
    browser.keep("build-tests");
    browser.scheme("dark").keep("build-tests-dark");
    browser.scheme("light").phone().keep("build-tests-phone");
    assertThat(browser.script("return document.documentElement.scrollWidth"))
        .as("no page is wider than a phone")
        .isEqualTo(390L);
    browser.screen();
    builds.end(running);
  }

  private static TestResults testResults() {
    String stack = "org.opentest4j.AssertionFailedError: expected: <hot> but was: <cold>\n";
    return new TestResults(
        new TestCounts(11, 2, 1, 1),
        Duration.ofMillis(65_300),
        2,
        List.of(
            new TestSuite("OvenTest", new TestCounts(10, 1, 1, 1), Duration.ofSeconds(61)),
            new TestSuite("DoughTest", new TestCounts(1, 1, 0, 0), Duration.ofSeconds(4))),
        List.of(
            new FailedTest(
                "OvenTest",
                "OvenTest",
                "isHot",
                false,
                Duration.ofMillis(1500),
                "expected: <hot> but was: <cold>",
                stack + "\tat OvenTest.isHot(OvenTest.java:7)\n".repeat(40)),
            new FailedTest("", "", SCRIPT, true, Duration.ZERO, SCRIPT, SCRIPT)),
        List.of(new SlowTest("OvenTest", "bakes", Duration.ofSeconds(59))),
        false);
  }

  @Test
  void aBuildThatWaitsSaysWhy() {
    logIn();
    BuildView queued = builds.queued("main");
    browser.open(SampleBuilds.page(queued));
    browser.awaitText("#waiting-title + p", "all hosts that could run it are busy");
    browser.keep("build-queued");
    farm.builds.cancel(queued.record().id(), "test", "over");
  }

  @Test
  void theLogOfARunningBuildGoesOnByItself() {
    logIn();
    BuildView running = builds.running("main");
    builds.log(running, "== checkout\ncloned\n== checkout: 2.1 s\n== compile\nbegun\n");
    browser.open(SampleBuilds.page(running));
    browser.awaitText(".line", "begun");
    builds.log(running, "\u001b[1;32mgreen\u001b[0m and \u001b[31mred\u001b[0m\nhalf a li");
    browser.awaitText(".line .f2.bold", "green");
    browser.awaitText(".line .f1", "red");
    builds.log(running, "ne\n");
    browser.awaitText(".line", "half a line");
    browser.keep("build-running");
    builds.end(running);
    browser.awaitText(".badge", "succeeded");
    assertThat(browser.texts("[data-part='count']")).containsExactly("7 lines");
  }

  @Test
  void aLogOfTwoHundredThousandLinesStaysFluid() {
    logIn();
    BuildView build = builds.succeeded("long", false);
    StringBuilder text = new StringBuilder("== compile\n");
    for (int i = 2; i < MANY; i++) {
      text.append("[INFO] line ").append(i).append(" of a very long log\n");
    }
    builds.log(build, text.append("== compile: 61 s\n").toString());
    long began = System.nanoTime();
    browser.open(SampleBuilds.page(build));
    browser.awaitText("[data-part='count']", "200,000 lines");
    browser.awaitText(".line", "line 2 of");
    long opened = (System.nanoTime() - began) / 1_000_000;

    began = System.nanoTime();
    browser.script("location.hash = '#L150000'");
    browser.awaitText(".line.marked", "line 150000 of");
    long jumped = (System.nanoTime() - began) / 1_000_000;
    assertThat(browser.texts(".line").size()).isLessThan(150);

    began = System.nanoTime();
    browser.driver().findElement(By.name("q")).sendKeys("line 199998 of");
    browser.awaitText(".line.found mark", "line 199998 of");
    long found = (System.nanoTime() - began) / 1_000_000;
    assertThat(browser.texts("[data-part='found']")).containsExactly("1 of 1");
    Object scroll =
        browser.script(
            """
            const lines = document.querySelector('[data-part="lines"]');
            const took = [];
            for (let top = 0; top < 3000000; top += 100000) {
              const began = performance.now();
              lines.scrollTop = top;
              lines.dispatchEvent(new Event('scroll'));
              lines.offsetHeight;
              took.push(performance.now() - began);
            }
            return took.sort((a, b) => a - b)[Math.floor(took.length / 2)];
            """);
    log.atInfo()
        .addKeyValue("opened", opened)
        .addKeyValue("jumped", jumped)
        .addKeyValue("found", found)
        .addKeyValue("scroll", scroll)
        .log("200,000 lines, milliseconds");
    assertThat(((Number) scroll).doubleValue()).as("ms for a scroll, the median").isLessThan(150);
    browser.keep("log-long");
  }

  @Test
  void sectionsFoldAndALinkToALineUnfoldsThem() {
    logIn();
    BuildView build = builds.succeeded("folds", true);
    builds.log(build, sampleLog());
    browser.open(SampleBuilds.page(build));
    browser.awaitText(".line", "BUILD SUCCESS");
    int all = browser.texts(".line").size();
    browser.driver().findElement(By.cssSelector("[data-part='folds']")).click();
    browser.await(".line .folded");
    assertThat(browser.texts(".line").size()).isLessThan(all);
    browser.keep("log-folded");
    browser.script("location.hash = '#L5-L6'");
    browser.await(".line.marked + .line.marked");
    browser.driver().findElement(By.cssSelector("[data-part='times']")).click();
    assertThat(browser.texts(".line .stamp").getFirst()).matches("\\d\\d:\\d\\d:\\d\\d");
  }

  @Test
  void whatOthersWroteIsShownAndNotRun() {
    logIn();
    BuildView build = builds.failed(SCRIPT, SCRIPT, SCRIPT);
    builds.log(build, "== compile\n" + SCRIPT + "\n\u001b[31m" + SCRIPT + "\u001b]0;title\u0007\n");
    browser.open("/builds");
    browser.awaitText("table.builds", SCRIPT);
    browser.open(SampleBuilds.page(build));
    browser.awaitText(".problem", SCRIPT);
    browser.awaitText(".line .f1", SCRIPT);
    browser.driver().findElement(By.name("q")).sendKeys("<img src=x");
    browser.awaitText(".line mark", "<img src=x");
    assertThat(browser.script("return document.querySelectorAll('img[src=x]').length"))
        .isEqualTo(0L);
    assertThat(browser.driver().getTitle()).doesNotContain("hacked");
    browser.open("/builds?project=" + encoded(SCRIPT) + "&ref=" + encoded(SCRIPT));
    browser.awaitText(".problem", "no project");
    assertThat(browser.driver().getTitle()).doesNotContain("hacked");
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @Test
  void asksForABuildOfWhatTheRepositoryOffers() {
    logIn();
    farm.remotes =
        new RemoteRefs.Refs(
            Map.of(
                "refs/heads/main",
                InMemoryBuilds.HEAD,
                "refs/heads/" + SCRIPT.replace(" ", ""),
                InMemoryBuilds.HEAD,
                "refs/tags/v1.0",
                InMemoryBuilds.HEAD),
            "refs/heads/main");
    browser.open("/build-now");
    browser.driver().findElement(By.cssSelector("#project option[value='bakery/bread']")).click();
    browser.awaitText("#offer", "2 branches, 1 tags");
    assertThat(browser.script("return document.querySelector('#refs option').value"))
        .isEqualTo("main");
    browser.keep("build-now");
    browser.type("ref", "main");
    browser.type("tag", "no spaces here");
    browser.driver().findElement(By.cssSelector("button.main")).click();
    browser.awaitText(".problem", "tag");
    browser.type("tag", "try-1");
    browser.driver().findElement(By.cssSelector("button.main")).click();
    browser.awaitText("h1", "bakery/bread#");
    browser.awaitText(".facts", "try-1");
  }

  @Test
  void speaksChineseToWhoChoosesIt() {
    logIn();
    browser.open("/builds");
    browser.driver().findElement(By.cssSelector(".languages button")).click();
    browser.awaitText("h1", "构建");
    browser.keep("builds-chinese");
    browser.open("/nowhere");
    browser.awaitText("h1", "这里什么也没有");
    browser.keep("not-found");
    browser.driver().findElement(By.cssSelector(".languages button")).click();
    browser.awaitText("h1", "nothing here");
  }

  @Test
  void theFirstPageIsSmall() {
    logIn();
    browser.open("/builds");
    browser.await("[data-row]");
    Object bytes =
        browser.script(
            """
            return [...performance.getEntriesByType('resource'), ...performance.getEntriesByType('navigation')]
              .reduce((sum, one) => sum + one.encodedBodySize, 0);
            """);
    assertThat(((Number) bytes).longValue()).as("bytes").isPositive().isLessThan(200_000);
  }

  private static String sampleLog() {
    StringBuilder log =
        new StringBuilder("== checkout\nfetched 14 commits\n== checkout: 2.0 s\n== compile\n");
    for (int i = 1; i <= 12; i++) {
      log.append("[\u001b[1;34mINFO\u001b[m] Compiling module ").append(i).append(" of 12\n");
    }
    return log.append("[\u001b[1;33mWARNING\u001b[m] OvenTest is \u001b[1mslow\u001b[0m\n")
        .append("[\u001b[1;34mINFO\u001b[m] \u001b[1;32mBUILD SUCCESS\u001b[m\n")
        .append("== compile: 9.0 s\n== image\nbuilding the image app\n== image: 6.0 s\n")
        .append("== push\npushed app: sha256:4f4f\n== push: 3.0 s\n== pushed 1 image(s)\n")
        .toString();
  }
}
