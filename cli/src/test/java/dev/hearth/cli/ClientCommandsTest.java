package dev.hearth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 1, unit = TimeUnit.MINUTES)
class ClientCommandsTest {
  private static final String BUILD = "019a0000-0000-7000-8000-000000000042";

  @TempDir private Path home;
  private StandInFarm farm;

  @BeforeEach
  void start() throws IOException {
    farm = new StandInFarm();
  }

  @AfterEach
  void stop() {
    farm.close();
  }

  @Test
  void buildsAreShownInATable() {
    farm.answers(
        "GET /api/v1/builds?project=team%2Fapp&state=failed%2Crunning", 200, file("builds.json"));

    Ran ran = hearth("builds", "--project", "team/app", "--state", "failed,running");

    assertThat(ran.out()).isEqualTo(file("builds.txt"));
    assertThat(ran.status()).isZero();
    assertThat(farm.asked().getFirst().authorization()).isEqualTo("Bearer secret");
  }

  @Test
  void agentsAreShownInATable() {
    farm.answers("GET /api/v1/agents", 200, file("agents.json"));

    assertThat(hearth("agents").out()).isEqualTo(file("agents.txt"));
  }

  @Test
  void aBuildIsAskedForWithAllThatWasSaid() {
    farm.answers("POST /api/v1/builds", 202, accepted());

    Ran ran =
        hearth("build", "team/app", "--ref", "main", "--tag", "rc1", "--tag", "rc", "--no-cache");

    assertThat(ran.out()).isEqualTo("team/app#42 " + BUILD + " http://farm/builds/42\n");
    assertThat(farm.asked().getFirst().body())
        .isEqualTo(
            "{\"project\":\"team/app\",\"ref\":\"main\",\"tags\":[\"rc1\",\"rc\"],\"cache\":false}");
  }

  @Test
  void waitingEndsWithTheImagesAndStatusZero() {
    farm.answers("POST /api/v1/builds", 202, accepted());
    farm.answers("GET /api/v1/builds/" + BUILD + "/log/stream", 200, file("succeeded.events"));

    Ran ran = hearth("build", "team/app", "--wait");

    assertThat(ran.out())
        .isEqualTo(
            "compiling\ndone\nsucceeded r:5000/team/app@sha256:aa r:5000/team/app/web@sha256:bb\n");
    assertThat(ran.status()).isZero();
  }

  @Test
  void waitingEndsWithStageAndReasonOnOneLineAndStatusOne() {
    farm.answers("POST /api/v1/builds", 202, accepted());
    farm.answers("GET /api/v1/builds/" + BUILD + "/log/stream", 200, file("failed.events"));

    Ran ran = hearth("build", "team/app", "--wait");

    assertThat(ran.out()).endsWith("\nfailed compile: the script ended with 1: tests failed\n");
    assertThat(ran.status()).isEqualTo(1);
  }

  @Test
  void waitingSurvivesABrokenConnectionAndADispatcherThatIsAway() {
    String stream = "GET /api/v1/builds/" + BUILD + "/log/stream";
    farm.answers("POST /api/v1/builds", 202, accepted());
    farm.answersCutOff(stream, "event: log\nid: 1:10\ndata: compiling\ndata:\n\n");
    farm.answers(stream, 503, "{\"error\":\"tried to read a build, but etcd does not answer\"}");
    farm.answers(
        stream, 200, "event: log\nid: 1:15\ndata: done\ndata:\n\n" + end("succeeded.events"));

    Ran ran = hearth("build", "team/app", "--wait");

    assertThat(ran.out()).startsWith("compiling\ndone\nsucceeded ");
    assertThat(ran.err()).containsOnlyOnce("asking again");
    assertThat(farm.asked())
        .extracting(StandInFarm.Asked::lastEvent)
        .containsExactly("", "", "1:10", "1:10");
  }

  @Test
  void aBuildIsNamedByItsTitleToo() {
    farm.answers("GET /api/v1/builds/team%2Fapp%2342/log", 200, "all of it");

    assertThat(hearth("logs", "team/app#42").out()).isEqualTo("all of it");
  }

  @Test
  void whatFailedIsShownWithItsStack() {
    farm.answers("GET /api/v1/builds/team%2Fapp%2342/tests?attempt=2", 200, file("tests.json"));

    Ran ran = hearth("tests", "team/app#42", "--attempt", "2");

    assertThat(ran.out()).isEqualTo(file("tests.txt"));
    assertThat(ran.status()).isZero();
    assertThat(hearth("tests", "team/app#42", "--attempt", "2", "--json").out())
        .contains("\"suites\" : [");
  }

  @Test
  void cancellingSaysWhetherItHasEnded() {
    farm.answers("POST /api/v1/builds/" + BUILD + "/cancel", 202, file("build.json"));

    Ran ran = hearth("cancel", BUILD, "--why", "wrong branch");

    assertThat(ran.out()).isEqualTo("team/app#42 is told to stop\n");
    assertThat(farm.asked().getFirst().body()).isEqualTo("{\"why\":\"wrong branch\"}");
  }

  @Test
  void theHooksSecretIsShownWhenTheProjectIsCreated() throws IOException {
    Path project = home.resolve("project.json");
    Files.writeString(
        project, "{\"gitUrl\":\"git@git.example.com:team/app.git\",\"builder\":\"node\"}");
    farm.answers("POST /api/v1/projects", 201, file("project.json"));

    Ran ran =
        hearth(
            "project",
            "create",
            "team/app",
            "--file",
            project + "",
            "--builder",
            "none",
            "--memory",
            "1GiB");

    assertThat(ran.out()).isEqualTo(file("project.txt"));
    assertThat(farm.asked().getFirst().body())
        .isEqualTo(
            "{\"gitUrl\":\"git@git.example.com:team/app.git\",\"builder\":\"none\","
                + "\"limits\":{\"memory\":\"1GiB\"},\"name\":\"team/app\"}");
  }

  @Test
  void projectsAreListedPageByPage() {
    farm.answers(
        "GET /api/v1/projects?limit=200",
        200,
        "{\"projects\":[{\"name\":\"team/a\",\"gitUrl\":\"https://g/a\",\"builder\":\"node\"}],\"next\":\"team/a\"}");
    farm.answers(
        "GET /api/v1/projects?after=team%2Fa&limit=200",
        200,
        "{\"projects\":[{\"name\":\"team/b\",\"gitUrl\":\"https://g/b\",\"builder\":null}],\"next\":null}");

    assertThat(hearth("project", "list").out())
        .isEqualTo(
            """
            PROJECT  BUILDER  GIT
            team/a   node     https://g/a
            team/b   -        https://g/b
            """);
  }

  @Test
  void loginKeepsTheTokenForItsOwnerAlone() throws IOException {
    farm.answers("GET /api/v1/me", 200, "{\"name\":\"ada\"}");
    farm.answers("GET /api/v1/agents", 200, "{\"agents\":[]}");
    Map<String, String> environment = environment();
    environment.remove("HEARTH_URL");
    environment.remove("HEARTH_TOKEN");

    Ran login = Ran.hearth(environment, "typed\n", "login", farm.url() + "/");
    Ran agents = Ran.hearth(environment, "", "agents");

    Path kept = home.resolve(".config/hearth/login.json");
    assertThat(login.status()).isZero();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(kept)))
        .isEqualTo("rw-------");
    assertThat(agents.status()).isZero();
    assertThat(farm.asked())
        .extracting(StandInFarm.Asked::authorization)
        .containsOnly("Bearer typed");
  }

  @Test
  void aFarmOnThisMachineIsAskedByDefault() throws IOException {
    farm.answers("GET /api/v1/agents", 200, "{\"agents\":[]}");
    Map<String, String> environment = environment();
    environment.remove("HEARTH_URL");
    environment.remove("HEARTH_TOKEN");
    Files.writeString(home.resolve("admin-token"), "local\n");
    environment.put("HEARTH_DISPATCHER_PORT", farm.url().replaceFirst(".*:", ""));

    assertThat(Ran.hearth(environment, "", "agents").status()).isZero();
    assertThat(farm.asked().getFirst().authorization()).isEqualTo("Bearer local");
  }

  @Test
  void aRefusalIsTheFarmsOwnSentenceAndStatusOne() {
    farm.answers("POST /api/v1/builds", 404, "{\"error\":\"there is no project team/app\"}");

    Ran ran = hearth("build", "team/app");

    assertThat(ran).isEqualTo(new Ran(1, "", "hearth: there is no project team/app\n"));
  }

  @Test
  void aFarmThatDoesNotAnswerIsOneSentence() {
    String url = farm.url();
    farm.close();
    Map<String, String> environment = environment();

    Ran ran = Ran.hearth(environment, "", "agents");

    assertThat(ran.err())
        .isEqualTo(
            "hearth: tried to ask the farm at %s, but nothing answers there; see that it runs and that HEARTH_URL is right\n"
                .formatted(url));
    assertThat(ran.status()).isEqualTo(1);
  }

  @Test
  void whereOneDispatcherDoesNotAnswerTheNextIsAsked() throws IOException {
    String gone;
    try (StandInFarm other = new StandInFarm()) {
      gone = other.url();
    }
    farm.answers("GET /api/v1/agents", 200, "{\"agents\":[]}");
    farm.answers("POST /api/v1/builds", 202, accepted());
    Map<String, String> environment = environment();
    environment.put("HEARTH_URL", gone + "," + farm.url());

    assertThat(Ran.hearth(environment, "", "agents").status()).isZero();
    assertThat(Ran.hearth(environment, "", "build", "team/app").status()).isZero();
  }

  @Test
  void aWrongCallIsStatusTwo() {
    assertThat(hearth("builds", "--colour").status()).isEqualTo(2);
    assertThat(hearth("brew").status()).isEqualTo(2);
    assertThat(hearth().status()).isEqualTo(2);
  }

  private Ran hearth(String... arguments) {
    return Ran.hearth(environment(), "", arguments);
  }

  private Map<String, String> environment() {
    return new HashMap<>(
        Map.of(
            "HOME", home.toString(),
            "HEARTH_HOME", home.toString(),
            "HEARTH_URL", farm.url(),
            "HEARTH_TOKEN", "secret"));
  }

  private static String accepted() {
    return "{\"id\":\"%s\",\"project\":\"team/app\",\"number\":42,\"title\":\"team/app#42\",\"url\":\"http://farm/builds/42\"}"
        .formatted(BUILD);
  }

  private static String end(String events) {
    String all = file(events);
    return all.substring(all.indexOf("event: end"));
  }

  private static String file(String name) {
    try (InputStream in =
        Objects.requireNonNull(ClientCommandsTest.class.getResourceAsStream(name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
