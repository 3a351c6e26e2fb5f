package dev.hearth.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What real repositories need of a project. */
@OnSharedFarm
class ProjectShapesTest {
  private static final String DOCKERFILE = "FROM debian:bookworm-slim\nCOPY file /file\n";

  private final TestFarm farm;

  ProjectShapesTest(TestFarm farm) {
    this.farm = farm;
  }

  @Test
  void aProjectWithOnlyADockerfileIsNotCompiled() {
    TestBuild build =
        farm.project().push(Map.of("Dockerfile", DOCKERFILE, "file", "text")).succeeded();

    assertThat(build.stages()).containsExactly("queued", "checkout", "image", "push", "publish");
    assertThat(build.log()).contains("nothing is compiled");
  }

  @Test
  void aProjectWithoutABuilderIsNotCompiledThoughThereIsAPom() {
    TestBuild build =
        farm.project("{\"builder\": \"none\"}")
            .push(Map.of("Dockerfile", DOCKERFILE, "file", "text", "pom.xml", "<project/>"))
            .succeeded();

    assertThat(build.stages()).doesNotContain("compile");
  }

  @Test
  void oneBuildMakesSeveralImages() {
    TestProject project =
        farm.project(
            """
            {"builder": "none", "images": [
              {"name": "web", "dockerfile": "web/Dockerfile", "context": "web",
               "buildArguments": {"GREETING": "bonjour"}},
              {"name": "worker", "dockerfile": "worker.Dockerfile"}]}
            """);

    TestBuild build =
        project
            .push(
                Map.of(
                    "web/Dockerfile",
                    "FROM debian:bookworm-slim\nARG GREETING\nCOPY page /\nRUN echo $GREETING > /greeting\nCMD cat /greeting /page\n",
                    "web/page",
                    "page",
                    "worker.Dockerfile",
                    "FROM debian:bookworm-slim\nCOPY web/page /seen-from-the-root\n"))
            .succeeded();

    String commit = project.repository().head("main").orElseThrow();
    JsonNode images = build.json().path("images");
    assertThat(images)
        .extracting(image -> image.path("repository").asText())
        .containsExactlyInAnyOrder(project.name() + "/web", project.name() + "/worker");
    assertThat(farm.manifest(project.name() + "/web", commit).statusCode()).isEqualTo(200);
    assertThat(farm.manifest(project.name() + "/worker", commit).statusCode()).isEqualTo(200);
    JsonNode web =
        images.path(0).path("name").asText().equals("web") ? images.path(0) : images.path(1);
    assertThat(farm.docker.run("run", "--rm", web.path("reference").asText()))
        .endsWith("bonjour\npage");
  }

  @Test
  void aProjectInASubdirectoryIsBuiltThere() {
    TestProject project =
        farm.project(
            "{\"directory\": \"services/app\", \"builder\": \"maven-jdk17\", \"command\": \"pwd > file; ls >> file\"}");

    TestBuild build =
        project
            .push(
                Map.of("services/app/Dockerfile", DOCKERFILE, "services/app/mine", "", "other", ""))
            .succeeded();

    assertThat(printed(build)).contains("mine").doesNotContain("other");
  }

  @Test
  void aScriptFindsWhatScriptsForGitLabLookFor() {
    TestProject project =
        farm.project(
            """
            {"builder": "maven-jdk17", "script": "ci/build.sh", "environment": {"COLOUR": "green"}}
            """);

    TestBuild build =
        project
            .push(
                Map.of(
                    "Dockerfile",
                    DOCKERFILE,
                    "ci/build.sh",
                    "#!/bin/sh\necho $CI $CI_COMMIT_SHA $CI_COMMIT_BRANCH $CI_PROJECT_PATH $CI_PIPELINE_ID $CI_PIPELINE_IID $COLOUR $(id -u) > file\n"))
            .succeeded();

    String commit = project.repository().head("main").orElseThrow();
    assertThat(printed(build))
        .endsWith("true %s main %s %s 1 green 10001".formatted(commit, project.name(), build.id()));
  }

  @Test
  void aPersonsBuildCarriesTheTagThatWasAskedFor() {
    TestProject project = farm.project();
    String commit = project.commit("main", Map.of("Dockerfile", DOCKERFILE, "file", "text"));

    TestBuild build = project.ask("{\"ref\": \"main\", \"tags\": [\"blue\"]}").succeeded();

    assertThat(build.json().path("cause").asText()).isEqualTo("manual");
    assertThat(build.json().path("commit").asText()).isEqualTo(commit);
    assertThat(project.manifest("blue").statusCode()).isEqualTo(200);
    assertThat(project.manifest(commit).statusCode()).isEqualTo(200);
  }

  @Test
  void aRebuildOfTheSameCommitLeavesTheCommitsTagAlone() {
    TestProject project = farm.project();
    String dockerfile = "FROM debian:bookworm-slim\nARG now\nCOPY file /file\n";
    TestBuild first = project.push(Map.of("Dockerfile", dockerfile, "file", "text")).succeeded();
    String commit = project.repository().head("main").orElseThrow();
    String digest = first.json().path("images").path(0).path("digest").asText();

    TestBuild second = project.ask("{\"ref\": \"main\"}").succeeded();

    assertThat(second.number()).isEqualTo(2);
    assertThat(project.manifest(commit + "-2").statusCode()).isEqualTo(200);
    assertThat(project.manifest(commit).headers().firstValue("Docker-Content-Digest"))
        .contains(digest);
  }

  private String printed(TestBuild build) {
    String image = build.json().path("images").path(0).path("reference").asText();
    return farm.docker.run("run", "--rm", image, "cat", "/file");
  }
}
