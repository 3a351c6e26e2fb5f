package dev.hearth.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hearth.git.GitRepository;
import dev.hearth.git.RepositoryFile;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * A project on the farm and its repository on the Git server.
 *
 * @param number unlike any other project's: what GitLab calls its id
 * @param name {@code team/app-NUMBER}
 */
record TestProject(
    TestFarm farm,
    int number,
    String name,
    String id,
    URI url,
    String hookSecret,
    GitRepository repository) {
  static TestProject create(TestFarm farm, int number, String fields) {
    String name = "team/app-" + number;
    GitRepository repository = GitRepository.create(farm.repositories(), name + ".git");
    ObjectNode json = (ObjectNode) FarmClient.json(fields);
    URI ours =
        json.has("gitCredential")
            ? farm.guardedGit.url(name + ".git")
            : farm.git.url(name + ".git");
    URI url = URI.create(json.path("gitUrl").asText(ours.toString()));
    json.put("name", name).put("gitUrl", url.toString());
    var answer = farm.client.post("/api/v1/projects", json.toString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    JsonNode created = FarmClient.json(answer);
    return new TestProject(
        farm,
        number,
        name,
        created.path("id").asText(),
        url,
        created.path("hookSecret").asText(),
        repository);
  }

  /** The project's last part: what its image is called. */
  String imageName() {
    return name.substring(name.indexOf('/') + 1);
  }

  /** Commits text files on top of a branch; returns the commit. */
  String commit(String branch, Map<String, String> files) {
    return repository.commit(
        branch,
        files.entrySet().stream()
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey, file -> RepositoryFile.script(file.getValue()))),
        "a change");
  }

  /** Commits to {@code main}, tells the farm, and returns the build that it made. */
  TestBuild push(Map<String, String> files) {
    return push("main", files);
  }

  TestBuild push(String branch, Map<String, String> files) {
    String before = repository.head(branch).orElse(GitLabPush.NOTHING);
    return pushed("refs/heads/" + branch, before, commit(branch, files));
  }

  /** Tells the farm of something that was pushed, and returns the one build that it made. */
  TestBuild pushed(String ref, String before, String after) {
    var answer = deliver(GitLabPush.of(number, url, ref, before, after));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    JsonNode builds = FarmClient.json(answer).path("builds");
    assertThat(builds).hasSize(1);
    return farm.build(builds.path(0).path("id").asText());
  }

  HttpResponse<String> deliver(GitLabPush push) {
    return deliver(push, UUID.randomUUID().toString());
  }

  HttpResponse<String> deliver(GitLabPush push, String delivery) {
    return Hooks.deliver(farm.client, hookSecret, push.event(), delivery, push.json());
  }

  /** Asks for a build as a person does. */
  TestBuild ask(String more) {
    ObjectNode order = (ObjectNode) FarmClient.json(more);
    var answer = farm.client.post("/api/v1/builds", order.put("project", name).toString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    return farm.build(FarmClient.json(answer).path("id").asText());
  }

  /** A manifest of this project's image; the status tells whether there is such a tag. */
  HttpResponse<String> manifest(String tag) {
    return farm.manifest(name, tag);
  }
}
