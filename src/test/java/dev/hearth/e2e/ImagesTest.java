package dev.hearth.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What becomes of images after they were built. */
@OnSharedFarm
class ImagesTest {
  private static final String FIRST = "FROM debian:bookworm-slim\nCOPY file /file\n";
  private static final String SECOND = FIRST + "LABEL dev.hearth.recipe.dockerfile=forged\n";

  private final TestFarm farm;

  ImagesTest(TestFarm farm) {
    this.farm = farm;
  }

  @Test
  void aCommitIsPromotedAndItsRecipesDriftTold() {
    TestProject project = farm.project();
    String first = commit(project, FIRST, "one");
    promoted(project, first);
    commit(project, FIRST, "two");
    String third = commit(project, SECOND, "three");
    String fourth = commit(project, SECOND, "four");

    JsonNode drift =
        FarmClient.json(
            farm.client.get(path(project) + "/drift?to=release&from=" + fourth.substring(0, 9)));
    assertThat(drift.path("known").asBoolean()).as(drift.toString()).isTrue();
    assertThat(drift.path("changes"))
        .as(drift.toString())
        .singleElement()
        .satisfies(change -> assertThat(change.path("part").asText()).isEqualTo("dockerfile"))
        .satisfies(change -> assertThat(change.path("commit").asText()).isEqualTo(third));

    JsonNode promoted = promoted(project, fourth);
    assertThat(digest(project.manifest("release")))
        .isEqualTo(digest(project.manifest(fourth)))
        .isEqualTo(promoted.path("digest").asText());
    assertThat(promoted.path("before").asText()).isEqualTo(digest(project.manifest(first)));
    assertThat(farm.client.get("/api/v1/activity?limit=50").body())
        .contains("image.promoted")
        .contains(project.name() + ":release");
  }

  @Test
  void aTagIsDeletedAndItsSiblingStays() {
    TestProject project = farm.project();
    String commit = commit(project, FIRST, "kept");
    promoted(project, commit);

    HttpResponse<String> early = delete(project, "main");
    assertThat(early.statusCode()).as(early.body()).isEqualTo(409);
    assertThat(delete(project, "release").statusCode()).isEqualTo(204);

    assertThat(project.manifest("release").statusCode()).isEqualTo(404);
    assertThat(project.manifest(commit).statusCode()).isEqualTo(200);
    JsonNode tags = FarmClient.json(farm.client.get(path(project) + "/tags")).path("tags");
    assertThat(tags).extracting(tag -> tag.path("tag").asText()).containsExactly(commit, "main");
    assertThat(tags).allMatch(tag -> tag.path("commit").asText().equals(commit));
  }

  @Test
  void whatIsPublicIsPulledByAnybody() {
    TestProject project = farm.project();
    String commit = commit(project, FIRST, "for all");
    String image = farm.registry.address() + "/" + project.name() + ":" + commit;
    Docker anybody = Docker.anonymous(farm.home().resolve("anybody"));
    assertThat(anybody.attempt("pull", image).output()).contains("denied");

    HttpResponse<String> opened =
        farm.client.send(
            farm.client
                .authorized(path(project))
                .header("Content-Type", "application/json")
                .method("PATCH", BodyPublishers.ofString("{\"public\":true}")));

    assertThat(opened.statusCode()).as(opened.body()).isEqualTo(200);
    anybody.run("pull", "--quiet", image);
    assertThat(anybody.attempt("push", image).output()).contains("denied");
  }

  private static String commit(TestProject project, String dockerfile, String text) {
    project.push(Map.of("Dockerfile", dockerfile, "file", text)).succeeded();
    return project.repository().head("main").orElseThrow();
  }

  private JsonNode promoted(TestProject project, String commit) {
    HttpResponse<String> answer =
        farm.client.post(
            path(project) + "/promotions",
            "{\"from\":\"%s\",\"to\":\"release\"}".formatted(commit.substring(0, 12)));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return FarmClient.json(answer);
  }

  private HttpResponse<String> delete(TestProject project, String tag) {
    return farm.client.send(farm.client.authorized(path(project) + "/tags/" + tag).DELETE());
  }

  private static String path(TestProject project) {
    return "/api/v1/repositories/" + project.name().replace("/", "%2F");
  }

  private static String digest(HttpResponse<String> manifest) {
    return manifest.headers().firstValue("Docker-Content-Digest").orElseThrow();
  }
}
