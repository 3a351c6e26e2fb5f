package dev.hearth.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hearth.git.GitRepository;
import dev.hearth.git.RepositoryFile;
import dev.hearth.testing.Browser;
import java.net.URI;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.openqa.selenium.By;

/**
 * What a lead does on the first day, in a browser: creates a project, pushes, watches the log,
 * finds the image, promotes it; and what a guest of the project is refused.
 */
@OnSharedFarm
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConsoleStoryTest {
  private static final String PASSWORD = "a-long-enough-password";
  private static final String NAME = "story/first";
  private static final int NUMBER = 4711;

  private final TestFarm farm;
  private Browser browser;
  private URI url;
  private GitRepository repository;

  ConsoleStoryTest(TestFarm farm) {
    this.farm = farm;
  }

  @BeforeAll
  void start() {
    repository = GitRepository.create(farm.repositories(), NAME + ".git");
    url = farm.git.url(NAME + ".git");
    for (String name : new String[] {"lea", "gus"}) {
      String person = "{\"name\":\"%s\",\"password\":\"%s\"}".formatted(name, PASSWORD);
      assertThat(farm.client.post("/api/v1/people", person).statusCode()).isEqualTo(201);
    }
    browser = new Browser(farm.client.url());
  }

  @AfterAll
  void stop() {
    browser.close();
  }

  @Test
  void fromTheFirstLogInToAPromotedImage() {
    String first = commit("one");
    browser.logIn("lea", PASSWORD);

    String secret = createProject();
    String build = push(GitLabPush.NOTHING, first, secret);
    watch(build);
    promote(first);

    String released = digest("release");
    assertThat(released).isEqualTo(digest(first));
    farm.build(push(first, commit("two"), secret)).succeeded();
    assertThat(digest("main")).isNotEqualTo(released);
    assertThat(digest("release")).isEqualTo(released);

    addGuest();
    refuseGuest(first, build);
    assertThat(browser.complaints()).allMatch(complaint -> complaint.contains("40"));
  }

  /** Returns the hook's secret. */
  private String createProject() {
    browser.open("/projects/new");
    browser.type("name", NAME);
    browser.type("gitUrl", url.toString());
    browser.type("builder", "maven-jdk17");
    browser.type(
        "command", "for i in $(seq 1 50); do echo story line $i; sleep 0.1; done; cp text out");
    click("form[action='/projects/new'] button.main");
    browser.awaitText(".notice", "The repository answers");
    browser.keep("story-1-created");
    assertThat(browser.attributes("input.copy", "value"))
        .anyMatch(hook -> hook.endsWith("/hooks/gitlab"));
    String secret = browser.attributes("input.copy", "value").getLast();
    click("a.button.main");
    browser.awaitText("h1", NAME);
    return secret;
  }

  private void watch(String build) {
    browser.open("/builds");
    browser.await("#row-" + build).click();
    browser.awaitText(".line", "story line 5");
    assertThat(browser.texts(".badge")).containsExactly("running");
    browser.awaitText(".line", "story line 50");
    browser.awaitText(".badge", "succeeded");
    browser.keep("story-2-built");
  }

  private void promote(String commit) {
    browser.open("/images");
    browser.await("a[href='/images/story%2Ffirst']").click();
    browser.await("[id='tag-" + commit + "']").click();
    browser.awaitText(".mono.whole", commit);
    click(".actions a.button.main");
    browser.await("input[name='to']").sendKeys("release");
    click("form[action$='/promote'][method='get'] button");
    browser.await("form[action$='/promote'][method='post'] button.main");
    browser.keep("story-3-promotion");
    click("form[action$='/promote'][method='post'] button.main");
    browser.awaitText(".notice", "names this image now");
    browser.keep("story-4-promoted");
  }

  private void addGuest() {
    browser.open("/projects/story%2Ffirst/members");
    browser.await("input[name='person']").sendKeys("gus");
    browser
        .driver()
        .findElement(By.cssSelector("select[name='role'] option[value='guest']"))
        .click();
    click("form.filters button.main");
    browser.awaitText("table.rows b", "gus");
  }

  private void refuseGuest(String commit, String build) {
    browser.logIn("gus", PASSWORD);
    browser.open("/images/story%2Ffirst");
    browser.await("#tag-release");
    assertThat(browser.texts("a[href*='/promote']")).isEmpty();

    browser.open("/images/story%2Ffirst/promote?from=" + commit + "&to=stable");
    browser.awaitText(".status-number", "403");
    browser.keep("story-5-refused");
    browser.open("/builds/" + build + "/log/1/text");
    assertThat(browser.texts("body").getFirst()).doesNotContain("story line");
    browser.open("/farm");
    browser.awaitText(".status-number", "40");
    assertThat(farm.manifest(NAME, "stable").statusCode()).isEqualTo(404);
  }

  private void click(String css) {
    browser.await(css).click();
  }

  private String commit(String text) {
    return repository.commit(
        "main",
        Map.of(
            "Dockerfile", RepositoryFile.text("FROM debian:bookworm-slim\nCOPY out /out\n"),
            "text", RepositoryFile.text(text)),
        "The story, " + text);
  }

  /** Tells the farm as GitLab does; returns the build. */
  private String push(String before, String after, String secret) {
    GitLabPush push = GitLabPush.of(NUMBER, url, "refs/heads/main", before, after);
    var answer =
        Hooks.deliver(farm.client, secret, push.event(), UUID.randomUUID().toString(), push.json());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    JsonNode builds = FarmClient.json(answer).path("builds");
    return builds.path(0).path("id").asText();
  }

  private String digest(String tag) {
    return farm.manifest(NAME, tag).headers().firstValue("Docker-Content-Digest").orElseThrow();
  }
}
