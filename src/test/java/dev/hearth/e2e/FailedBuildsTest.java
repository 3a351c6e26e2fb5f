package dev.hearth.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hearth.git.RepositoryFile;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Each build fails at its stage with a reason in one sentence; the log has the tool's own words.
 */
@OnSharedFarm
class FailedBuildsTest {
  private static final String DOCKERFILE = "FROM debian:bookworm-slim\n";
  private static final String POM =
      """
      <project xmlns="http://maven.apache.org/POM/4.0.0">
        <modelVersion>4.0.0</modelVersion>
        <groupId>example</groupId>
        <artifactId>example</artifactId>
        <version>1</version>
        <properties><maven.compiler.release>17</maven.compiler.release></properties>
        <dependencies>
          <dependency>
            <groupId>org.junit.jupiter</groupId>
            <artifactId>junit-jupiter</artifactId>
            <version>5.11.4</version>
            <scope>test</scope>
          </dependency>
        </dependencies>
      </project>
      """;

  private final TestFarm farm;

  FailedBuildsTest(TestFarm farm) {
    this.farm = farm;
  }

  @Test
  void aRepositoryThatCannotBeReachedFailsTheCheckout() {
    TestProject project = farm.project("{\"gitUrl\": \"http://127.0.0.1:1/team/app.git\"}");
    String commit = project.commit("main", Map.of("Dockerfile", DOCKERFILE));

    TestBuild build = project.pushed("refs/heads/main", GitLabPush.NOTHING, commit);

    assertThat(build.failedAt("checkout")).contains("127.0.0.1");
  }

  @Test
  void aRepositoryThatIsNotThereFailsTheCheckout() {
    TestProject project =
        farm.project("{\"gitUrl\": \"%s\"}".formatted(farm.git.url("team/nowhere.git")));

    TestBuild build = project.pushed("refs/heads/main", GitLabPush.NOTHING, "a".repeat(40));

    assertThat(build.failedAt("checkout")).isNotBlank();
  }

  @Test
  void aCommitThatIsGoneFailsTheCheckout() {
    TestProject project = farm.project();
    project.commit("main", Map.of("Dockerfile", DOCKERFILE));

    TestBuild build = project.pushed("refs/heads/main", GitLabPush.NOTHING, "b".repeat(40));

    assertThat(build.failedAt("checkout")).contains("b".repeat(40));
  }

  @Test
  void aWrongGitPasswordFailsTheCheckout() {
    TestProject project =
        farm.project(
            """
            {"gitCredential": {"username": "%s", "password": "wrong-one"}}
            """
                .formatted(TestFarm.GIT_USER));

    TestBuild build = project.push(Map.of("Dockerfile", DOCKERFILE));

    assertThat(build.failedAt("checkout")).containsIgnoringCase("credential");
    assertThat(build.log()).doesNotContain("wrong-one");
  }

  @Test
  void aCommitWithoutADockerfileFailsTheImage() {
    TestBuild build = farm.project().push(Map.of("readme", "nothing else"));

    assertThat(build.failedAt("image")).contains("the commit has no Dockerfile");
  }

  @Test
  void aScriptThatFailsFailsTheCompile() {
    TestBuild build =
        farm.project("{\"builder\": \"maven-jdk17\", \"script\": \"build.sh\"}")
            .push(
                Map.of(
                    "Dockerfile",
                    DOCKERFILE,
                    "build.sh",
                    "#!/bin/sh\necho the widget is missing >&2\nexit 7\n"));

    assertThat(build.failedAt("compile")).contains("7");
    assertThat(build.log()).contains("the widget is missing");
  }

  @Test
  void aScriptThatIsNotThereFailsTheCompile() {
    TestBuild build =
        farm.project("{\"builder\": \"maven-jdk17\", \"script\": \"build.sh\"}")
            .push(Map.of("Dockerfile", DOCKERFILE));

    assertThat(build.failedAt("compile")).contains("'build.sh'");
  }

  @Test
  void testsThatFailFailTheCompileAndMavensWordsAreInTheLog() {
    TestBuild build =
        farm.project()
            .push(
                Map.of(
                    "Dockerfile",
                    DOCKERFILE,
                    "pom.xml",
                    POM,
                    "src/test/java/WidgetTest.java",
                    """
                    import org.junit.jupiter.api.Assertions;
                    import org.junit.jupiter.api.Test;
                    class WidgetTest {
                      @Test void widgetsAreBlue() { Assertions.assertEquals("blue", "green"); }
                    }
                    """));

    assertThat(build.failedAt("compile")).contains("1");
    assertThat(build.log())
        .contains(
            "WidgetTest.widgetsAreBlue", "expected: <blue> but was: <green>", "BUILD FAILURE");
    JsonNode tests = build.tests();
    assertThat(tests.path("failed").asInt()).isEqualTo(1);
    assertThat(tests.path("passed").asInt()).isZero();
    assertThat(tests.path("failures").path(0).path("className").asText()).isEqualTo("WidgetTest");
    assertThat(tests.path("failures").path(0).path("name").asText()).isEqualTo("widgetsAreBlue");
    assertThat(tests.path("failures").path(0).path("message").asText())
        .isEqualTo("expected: <blue> but was: <green>");
    assertThat(tests.path("failures").path(0).path("text").asText())
        .contains("WidgetTest.widgetsAreBlue(WidgetTest.java:4)");
  }

  @Test
  void aDockerBuildThatFailsFailsTheImage() {
    TestBuild build =
        farm.project()
            .push(Map.of("Dockerfile", DOCKERFILE + "RUN echo no such widget && exit 9\n"));

    assertThat(build.failedAt("image")).contains("9");
    assertThat(build.log()).contains("no such widget");
  }

  @Test
  void aBaseImageThatIsNowhereFailsTheImage() {
    TestBuild build = farm.project().push(Map.of("Dockerfile", "FROM nowhere/to-be-found:1\n"));

    assertThat(build.failedAt("image")).contains("nowhere/to-be-found");
  }

  @Test
  void aBuilderThatIsNowhereFailsTheCompile() {
    TestBuild build =
        farm.project("{\"builder\": \"cobol\", \"command\": \"true\"}")
            .push(Map.of("Dockerfile", DOCKERFILE));

    assertThat(build.failedAt("compile")).contains("cobol");
  }

  @Test
  void aBuildThatFillsTheDiskFailsTheCompile() {
    TestBuild build =
        farm.project(
                """
                {"builder": "maven-jdk17", "limits": {"disk": "64MiB"},
                 "command": "dd if=/dev/zero of=big bs=1M count=200 && sleep 120"}
                """)
            .push(Map.of("Dockerfile", DOCKERFILE));

    assertThat(build.failedAt("compile")).contains("disk");
  }

  @Test
  void aBuildThatTakesTooLongIsEnded() {
    TestBuild build =
        farm.project(
                """
                {"builder": "maven-jdk17", "stageTimeouts": {"compile": "10s"},
                 "command": "echo began; sleep 600"}
                """)
            .push(Map.of("Dockerfile", DOCKERFILE));

    assertThat(build.awaitEnd().state()).isEqualTo("timed_out");
    JsonNode end = build.json().path("end");
    assertThat(end.path("reason").asText())
        .contains("compile took longer than its time-out of 10.0 s");
    assertThat(end.path("kind").asText()).isEqualTo("timeout");
    assertThat(end.path("stage").asText()).isEqualTo("compile");
    assertThat(end.path("by").asText()).isEqualTo("agent " + build.agent());
    assertThat(end.path("confirmed").asBoolean()).isTrue();
    assertThat(build.log()).contains("began");
    assertThat(farm.docker.containersOf(build.id())).isEmpty();
  }

  @Test
  void aFailedBuildMovesNoTag() {
    TestProject project = farm.project();

    project.push(Map.of("Dockerfile", DOCKERFILE + "RUN false\n", "other", "")).failedAt("image");

    assertThat(project.manifest("main").statusCode()).isEqualTo(404);
    assertThat(project.manifest(project.repository().head("main").orElseThrow()).statusCode())
        .isEqualTo(404);
  }

  @Test
  void aScriptThatIsALinkOutOfTheRepositoryIsNotRead() {
    TestProject project = farm.project("{\"builder\": \"maven-jdk17\", \"script\": \"build.sh\"}");

    TestBuild build = push(project, Map.of("build.sh", new RepositoryFile.Link("/etc/passwd")));

    assertThat(build.failedAt("compile")).contains("build.sh");
    assertThat(build.log()).doesNotContain("root:");
  }

  @Test
  void aDockerfileThatIsALinkOutOfTheRepositoryIsNotRead() {
    TestProject project = farm.project();

    TestBuild build =
        push(project, Map.of("Dockerfile", new RepositoryFile.Link("../../../../../etc/passwd")));

    assertThat(build.failedAt("image")).contains("Dockerfile");
    assertThat(build.log()).doesNotContain("root:");
  }

  @Test
  void aContextThatIsALinkOutOfTheRepositoryIsNotRead() {
    TestProject project = farm.project("{\"images\": [{\"context\": \"files\"}]}");

    TestBuild build =
        push(
            project,
            Map.of(
                "Dockerfile",
                RepositoryFile.text(DOCKERFILE + "COPY passwd /\n"),
                "files",
                new RepositoryFile.Link("/etc")));

    assertThat(build.failedAt("image")).contains("files");
  }

  @Test
  void aLinkInTheContextStaysALink() {
    TestProject project = farm.project();

    TestBuild build =
        push(
            project,
            Map.of(
                "Dockerfile",
                RepositoryFile.text(DOCKERFILE + "COPY . /context\nCMD readlink /context/out\n"),
                "out",
                new RepositoryFile.Link("/etc/shadow")));

    String image = build.succeeded().json().path("images").path(0).path("reference").asText();
    assertThat(farm.docker.run("run", "--rm", image)).endsWith("/etc/shadow");
  }

  private static TestBuild push(TestProject project, Map<String, RepositoryFile> files) {
    String commit = project.repository().commit("main", files, "a change");
    return project.pushed("refs/heads/main", GitLabPush.NOTHING, commit);
  }
}
