package dev.hearth.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a Git host is answered, in the order in which a hook is looked at. */
@OnSharedFarm
class HookAnswersTest {
  /** Of a project whose builds wait for ever, so that nothing runs. */
  private static final String WAITING =
      "{\"labels\": [\"nowhere\"], \"branches\": [\"main\", \"b-*\"]}";

  private static final String COMMIT = "c".repeat(40);

  private final TestFarm farm;
  private final TestProject project;

  HookAnswersTest(TestFarm farm) {
    this.farm = farm;
    this.project = farm.project(WAITING);
  }

  @Test
  void aBodyOver25MegabytesIsTooLargeWhateverItsSecret() {
    String body = " ".repeat((25 << 20) + 1);

    assertThat(deliver("wrong", "Push Hook", body).statusCode()).isEqualTo(413);
    assertThat(deliver(project.hookSecret(), "Push Hook", body).statusCode()).isEqualTo(413);
  }

  @Test
  void aSecretThatIsNobodysIsRefusedLikeNone() {
    HttpResponse<String> wrong = deliver("wrong", "Push Hook", push("main").json());
    HttpResponse<String> none =
        farm.client.send(
            farm.client
                .request("/hooks/gitlab")
                .header("X-Gitlab-Event", "Push Hook")
                .POST(BodyPublishers.ofString(push("main").json())));

    assertThat(wrong.statusCode()).isEqualTo(401);
    assertThat(none.statusCode()).isEqualTo(401);
    assertThat(none.body()).isEqualTo(wrong.body());
  }

  @Test
  void aBodyThatIsNoJsonIsRefused() {
    HttpResponse<String> answer = deliver(project.hookSecret(), "Push Hook", "payload=nonsense");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(FarmClient.json(answer).path("error").asText()).contains("not JSON");
  }

  @Test
  void aRepositoryOfNoProjectWithThatSecretIsNothingToDo() {
    GitLabPush other =
        GitLabPush.of(
            900_000 + project.number(),
            farm.git.url("someone/else.git"),
            "refs/heads/main",
            GitLabPush.NOTHING,
            COMMIT);

    assertNothingToDo(deliver(project.hookSecret(), "Push Hook", other.json()));
  }

  @Test
  void anEventThatIsNoPushIsNothingToDo() {
    assertNothingToDo(deliver(project.hookSecret(), "Issue Hook", "{\"object_kind\":\"issue\"}"));
  }

  @Test
  void aBranchThatIsNotBuiltIsNothingToDo() {
    HttpResponse<String> answer = project.deliver(push("feature"));

    assertNothingToDo(answer);
    assertThat(answer.body()).contains("refs/heads/feature");
  }

  @Test
  void aBranchThatWasDeletedIsNothingToDo() {
    HttpResponse<String> answer =
        project.deliver(
            GitLabPush.of(
                project.number(), project.url(), "refs/heads/main", COMMIT, GitLabPush.NOTHING));

    assertNothingToDo(answer);
    assertThat(answer.body()).contains("deleted");
  }

  @Test
  void theSameDeliveryTwiceIsTheSameBuild() {
    String delivery = UUID.randomUUID().toString();

    HttpResponse<String> first = project.deliver(push("main"), delivery);
    HttpResponse<String> again = project.deliver(push("main"), delivery);

    assertThat(first.statusCode()).isEqualTo(202);
    assertThat(again.statusCode()).isEqualTo(202);
    assertThat(again.body()).isEqualTo(first.body());
    assertBuilds(1);
  }

  @Test
  void theSamePushUnderTwoDeliveriesIsTheSameBuild() {
    HttpResponse<String> first = project.deliver(push("main"));
    HttpResponse<String> again = project.deliver(push("main"));

    assertThat(again.body()).isEqualTo(first.body());
    assertBuilds(1);
  }

  @Test
  void theFarmsOwnSecretSpeaksForEveryProject() throws IOException {
    String secret = Files.readString(farm.home().resolve("hook-secret")).strip();

    HttpResponse<String> answer = deliver(secret, "System Hook", push("main").json());

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    assertBuilds(1);
  }

  @Test
  void fiftyPushesAtOnceGetFiftyNumbers() throws InterruptedException {
    Set<Integer> numbers = new ConcurrentSkipListSet<>();
    var threads =
        IntStream.range(0, 50)
            .mapToObj(i -> Thread.startVirtualThread(() -> numbers.add(number(push("b-" + i)))))
            .toList();
    for (Thread thread : threads) {
      thread.join();
    }

    assertThat(numbers).isEqualTo(new TreeSet<>(IntStream.rangeClosed(1, 50).boxed().toList()));
    assertBuilds(50);
  }

  @Test
  void aBuildThatNoHostCanTakeSaysWhyHostByHost() {
    TestBuild build =
        farm.build(
            FarmClient.json(project.deliver(push("main")))
                .path("builds")
                .path(0)
                .path("id")
                .asText());

    JsonNode waiting = build.json().path("waiting");

    assertThat(waiting.path("why").asText()).contains("nowhere");
    assertThat(waiting.path("hosts")).hasSize(2);
    build.cancel();
    assertThat(build.awaitEnd().state()).isEqualTo("cancelled");
  }

  private int number(GitLabPush push) {
    HttpResponse<String> answer = project.deliver(push);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    return FarmClient.json(answer).path("builds").path(0).path("number").asInt();
  }

  private GitLabPush push(String branch) {
    return GitLabPush.of(
        project.number(), project.url(), "refs/heads/" + branch, GitLabPush.NOTHING, COMMIT);
  }

  private HttpResponse<String> deliver(String secret, String event, String body) {
    return Hooks.deliver(farm.client, secret, event, UUID.randomUUID().toString(), body);
  }

  /** Lists are read from a mirror of etcd, which may be a moment behind. */
  private void assertBuilds(int count) {
    await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> assertThat(builds()).hasSize(count));
  }

  private JsonNode builds() {
    String path = "/api/v1/builds?limit=200&project=" + FarmClient.encoded(project.name());
    return FarmClient.json(farm.client.get(path)).path("builds");
  }

  private static void assertNothingToDo(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(FarmClient.json(answer).path("builds")).isEmpty();
    assertThat(FarmClient.json(answer).path("reason").asText()).isNotBlank();
  }
}
