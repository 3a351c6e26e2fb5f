package dev.hearth.dispatcher.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.dispatcher.api.BuildView;
import dev.hearth.dispatcher.api.TestDispatcher;
import dev.hearth.dispatcher.console.frame.WebClient;
import dev.hearth.dispatcher.people.Permission;
import dev.hearth.dispatcher.people.Role;
import dev.hearth.protocol.results.FailedTest;
import dev.hearth.protocol.results.TestCounts;
import dev.hearth.protocol.results.TestResults;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Each page and each form is tried by everybody, and answered as the table of permissions says. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PagesByRoleTest {
  private static final String PASSWORD = "a good password";

  private TestDispatcher farm;
  private BuildView build;
  private final Map<String, WebClient> people = new HashMap<>();

  private record Try(String method, String path, Permission permission) {}

  @BeforeAll
  void start(@TempDir Path home) {
    farm = new TestDispatcher(home);
    SampleBuilds builds = new SampleBuilds(farm, "bakery/bread");
    build = builds.succeeded("main", true);
    builds.log(build, "== compile\nsecret of the bakery\n");
    builds.tests(
        build,
        new TestResults(
            new TestCounts(0, 1, 0, 0),
            Duration.ZERO,
            1,
            List.of(),
            List.of(new FailedTest("s", "OvenTest", "n", false, Duration.ZERO, "", "")),
            List.of(),
            false));
    for (Role role : Role.values()) {
      join(role.word(), false);
      HttpResponse<String> set =
          farm.send(
              farm.authorized("/api/v1/projects/bakery%2Fbread/members/" + role.word())
                  .PUT(BodyPublishers.ofString("{\"role\":\"" + role.word() + "\"}")));
      assertThat(set.statusCode()).as(set.body()).isEqualTo(204);
    }
    join("nobody", false);
    join("operator", true);
  }

  @AfterAll
  void stop() {
    farm.close();
  }

  private void join(String name, boolean operator) {
    HttpResponse<String> added =
        farm.post(
            "/api/v1/people",
            "{\"name\":\"%s\",\"password\":\"%s\",\"operator\":%s}"
                .formatted(name, PASSWORD, operator));
    assertThat(added.statusCode()).as(added.body()).isEqualTo(201);
    people.put(name, WebClient.loggedIn(farm, name, PASSWORD));
  }

  private List<Try> tries() {
    String page = SampleBuilds.page(build);
    String now = "/build-now?project=bakery%2Fbread";
    return List.of(
        new Try("GET", page, Permission.SEE),
        new Try("GET", "/parts" + page, Permission.SEE),
        new Try("GET", page + "/log/1/lines", Permission.READ_LOGS),
        new Try("GET", page + "/log/1/search?q=secret", Permission.READ_LOGS),
        new Try("GET", page + "/log/1/events", Permission.READ_LOGS),
        new Try("GET", page + "/log/1/text", Permission.READ_LOGS),
        new Try("GET", "/parts" + page + "/tests", Permission.READ_LOGS),
        new Try("GET", now, Permission.BUILD),
        new Try("GET", "/parts" + now, Permission.BUILD),
        new Try("POST", "/build-now", Permission.BUILD),
        new Try("POST", page + "/rebuild", Permission.BUILD),
        new Try("POST", page + "/cancel", Permission.CANCEL));
  }

  @Test
  void everyPageIsAnsweredAsTheTableSays() {
    for (Try each : tries()) {
      people.forEach((who, client) -> {
        int status = sent(client, each).statusCode();
        assertThat(status).as("%s by %s", each, who).isEqualTo(expected(each, who, status));
      });
      assertThat(sent(new WebClient(farm), each).headers().firstValue("Location").orElse(""))
          .as("%s by nobody who is logged in", each)
          .startsWith("/login");
    }
  }

  private static int expected(Try each, String who, int status) {
    Role role = Role.find(who).orElse(null);
    boolean operator = who.equals("operator");
    boolean may = each.permission().isOf(role) || (operator && each.permission().isOfOperators());
    if (may) {
      assertThat(status).as("%s by %s", each, who).isIn(200, 303);
      return status;
    }
    return role == null && !operator ? 404 : 403;
  }

  private static HttpResponse<String> sent(WebClient client, Try each) {
    return each.method().equals("GET")
        ? client.get(each.path())
        : client.post(each.path(), Map.of("project", "bakery/bread"));
  }

  @Test
  void theListHasOnlyWhatOneMaySee() {
    assertThat(page("nobody", "/builds")).doesNotContain("bakery");
    assertThat(page("nobody", "/builds?project=bakery%2Fbread")).contains("no project");
    assertThat(page("guest", "/builds"))
        .contains("bakery/bread#1")
        .doesNotContain("name=\"agent\"");
    assertThat(page("operator", "/builds")).contains("bakery/bread#1").contains("name=\"agent\"");
    assertThat(page("nobody", "/build-now")).doesNotContain("bakery");
  }

  @Test
  void aGuestSeesNeitherTheLogNorButtons() {
    String page = page("guest", SampleBuilds.page(build));
    assertThat(page)
        .contains("does not let you read the logs")
        .doesNotContain("/rebuild")
        .doesNotContain("OvenTest");
    assertThat(page("developer", SampleBuilds.page(build)))
        .contains("/rebuild")
        .contains("log.js")
        .contains("OvenTest");
  }

  @Test
  void whatIsAskedForInTheBrowserStandsInTheTrail() {
    HttpResponse<String> asked =
        sent(client("developer"), new Try("POST", "/build-now", Permission.BUILD));
    assertThat(asked.headers().firstValue("Location").orElse("")).startsWith("/builds/");
    assertThat(farm.get("/api/v1/projects/bakery%2Fbread/activity").body())
        .contains("build.asked")
        .contains("developer");
  }

  private String page(String who, String path) {
    return client(who).get(path).body();
  }

  private WebClient client(String who) {
    return people.computeIfAbsent(who, name -> new WebClient(farm));
  }
}
