package dev.hearth.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** From a push to an image in the registry. */
@OnSharedFarm
class PushToImageTest {
  private static final String DOCKERFILE =
      """
      FROM debian:bookworm-slim
      COPY greeting /greeting
      CMD ["cat", "/greeting"]
      """;

  private final TestFarm farm;

  PushToImageTest(TestFarm farm) {
    this.farm = farm;
  }

  @Test
  void aPushBecomesAnImageUnderTheCommitsHashThatRuns() {
    TestProject project =
        farm.project(
            """
            {"builder": "maven-jdk17", "command": "echo hello from $CI_COMMIT_SHORT_SHA > greeting",
             "tagTemplates": ["${branch}", "build-${number}", "${short}"]}
            """);

    TestBuild build = project.push(Map.of("Dockerfile", DOCKERFILE)).succeeded();

    String commit = project.repository().head("main").orElseThrow();
    JsonNode image = build.json().path("images").path(0);
    assertThat(build.stages())
        .containsExactly("queued", "checkout", "compile", "image", "push", "publish");
    assertThat(image.path("repository").asText()).isEqualTo(project.name());
    assertThat(image.path("tags"))
        .extracting(JsonNode::asText)
        .contains(commit, "main", "build-1", commit.substring(0, 8));
    for (JsonNode tag : image.path("tags")) {
      assertThat(project.manifest(tag.asText()).headers().firstValue("Docker-Content-Digest"))
          .contains(image.path("digest").asText());
    }
    assertThat(farm.docker.run("run", "--rm", image.path("reference").asText()))
        .endsWith("hello from " + commit.substring(0, 8));
  }

  @Test
  void theRegistryGivesNothingToSomebodyWithoutAPassword() {
    TestProject project = farm.project();
    TestBuild build =
        project.push(Map.of("Dockerfile", DOCKERFILE, "greeting", "secret sauce")).succeeded();

    String reference = build.json().path("images").path(0).path("reference").asText();
    Docker.Result pull =
        Docker.anonymous(farm.home().resolve("anonymous")).attempt("pull", reference);

    assertThat(pull.status()).isNotZero();
    assertThat(pull.output()).contains("denied");
  }

  @Test
  void aSecondCommitGoesToTheSameHostAndIsWarm() {
    TestProject project =
        farm.project(
            """
            {"builder": "maven-jdk17",
             "command": "ls ~/.m2/repository > greeting; touch ~/.m2/repository/kept-by-the-first"}
            """);
    TestBuild first = project.push(Map.of("Dockerfile", DOCKERFILE)).succeeded();

    TestBuild second = project.push(Map.of("changed", "")).succeeded();

    assertThat(second.agent()).isEqualTo(first.agent());
    assertThat(first.json().path("placement").path("warm").asBoolean()).isFalse();
    assertThat(second.json().path("placement").path("warm").asBoolean()).isTrue();
    assertThat(second.json().path("placement").path("reason").asText()).isNotBlank();
    assertThat(
            farm.docker.run(
                "run", "--rm", second.json().path("images").path(0).path("reference").asText()))
        .endsWith("kept-by-the-first");
  }

  @Test
  void nothingOfABuildIsLeftOnTheHostButCaches() {
    TestProject project =
        farm.project("{\"builder\": \"maven-jdk17\", \"command\": \"echo hi > greeting\"}");

    TestBuild build = project.push(Map.of("Dockerfile", DOCKERFILE)).succeeded();

    assertThat(farm.docker.containersOf(build.id())).isEmpty();
    assertThat(farm.home().resolve("agents").resolve(build.agent()).resolve("workspaces"))
        .isDirectoryNotContaining(path -> path.getFileName().toString().startsWith(build.id()));
  }

  @Test
  void aTagBecomesAnImageUnderTheTagsName() {
    TestProject project = farm.project();
    String commit = project.commit("main", Map.of("Dockerfile", DOCKERFILE, "greeting", "v1"));
    String tag = project.repository().annotatedTag("v1.0.0", commit, "the first");

    var answer =
        project.deliver(
            new GitLabPush(
                project.number(),
                project.url(),
                "refs/tags/v1.0.0",
                GitLabPush.NOTHING,
                tag,
                commit));
    TestBuild build =
        farm.build(FarmClient.json(answer).path("builds").path(0).path("id").asText()).succeeded();

    assertThat(build.json().path("commit").asText()).isEqualTo(commit);
    assertThat(project.manifest("v1.0.0").statusCode()).isEqualTo(200);
  }
}
