package dev.hearth.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 1, unit = TimeUnit.MINUTES)
class GitLabHooksTest {
  private static final String COMMIT = "1f0c5a7d9be24386c1d0e9f8a7b6c5d4e3f2a190";

  @Test
  void aPushIsReadWithAllItsFacts() {
    PushEvent push = push("push.json");

    assertThat(push.ref()).isEqualTo("refs/heads/main");
    assertThat(push.before()).isEqualTo("9d8c7b6a5f4e3d2c1b0a99887766554433221100");
    assertThat(push.commit()).isEqualTo(COMMIT);
    assertThat(push.user()).isEqualTo("ada");
    GitHostProject repository = push.repository();
    assertThat(repository.id()).isEqualTo("4711");
    assertThat(repository.identity()).contains("git.example.org#4711");
    assertThat(repository.path()).isEqualTo("village/bakery");
    assertThat(repository.urls()).containsExactly(new GitUrl("git.example.org", "village/bakery"));
    assertThat(repository.isAt(GitUrl.parse("https://GIT.example.org:443/village/bakery/")))
        .isTrue();
    assertThat(repository.isAt(GitUrl.parse("https://git.example.org/village/cakes"))).isFalse();
  }

  @Test
  void anAnnotatedTagIsBuiltAtItsCommitNotAtItsObject() {
    PushEvent push = push("tag-annotated.json");

    assertThat(push.commit()).isEqualTo(COMMIT);
    assertThat(push.ref()).isEqualTo("refs/tags/v2.0.0");
  }

  @Test
  void aSystemHookTellsTheProjectsNumberBesideTheProject() {
    assertThat(push("system-push.json").repository().id()).isEqualTo("4711");
  }

  @Test
  void aBodyWithoutItsKindIsReadByTheHeader() {
    String body = pushOf("refs/heads/main", COMMIT).replace("\"object_kind\":\"push\",", "");
    assertThat(read("Push Hook", body)).isInstanceOf(HookOutcome.Push.class);
    assertThat(read("System Hook", body)).isInstanceOf(HookOutcome.NotInteresting.class);
  }

  @Test
  void aPushMayLackEverythingButRefAndCommit() {
    assertThat(read("Push Hook", pushOf("refs/heads/main", COMMIT)))
        .isEqualTo(
            new HookOutcome.Push(
                new PushEvent(
                    new GitHostProject(null, List.of(), ""),
                    "refs/heads/main",
                    "0".repeat(40),
                    COMMIT,
                    "")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "main",
        "refs/heads/",
        "refs/heads/a..b",
        "refs/heads/a b",
        "refs/heads/a\\u0000b",
        "refs/heads/a\\nb",
        "refs/heads/a\\u009bb",
        "refs/heads/-x",
        "refs/heads/.a",
        "refs/heads/a/.b",
        "refs/heads/a.lock",
        "refs/heads/a.lock/b",
        "refs/heads/a//b",
        "refs/heads/a/",
        "refs/heads/a.",
        "refs/heads/a@{1}",
        "refs/heads/a:b",
        "refs/heads/a*",
        "refs/heads/a\\\\b",
        "refs/heads/a\\ud800b",
        "../refs/heads/a"
      })
  void aRefThatGitWouldRefuseIsMalformed(String ref) {
    assertThat(read("Push Hook", pushOf(ref, COMMIT))).isInstanceOf(HookOutcome.Malformed.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"refs/heads/a@b", "refs/heads/ü/ß", "refs/heads/a#1+2,(3)", "refs/tags/v1.0-rc.1"})
  void aRefThatGitWouldTakeIsAPush(String ref) {
    assertThat(read("Push Hook", pushOf(ref, COMMIT))).isInstanceOf(HookOutcome.Push.class);
  }

  @Test
  void aRefTooLongForARecordInEtcdIsMalformed() {
    assertThat(read("Push Hook", pushOf("refs/heads/" + "a".repeat(600), COMMIT)))
        .isInstanceOf(HookOutcome.Malformed.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "main",
        "1F0C5A7D9BE24386C1D0E9F8A7B6C5D4E3F2A190",
        "1f0c5a7d",
        "1f0c5a7d9be24386c1d0e9f8a7b6c5d4e3f2a190\\n",
        "--upload-pack=touch-a-file-of-the-farm-host"
      })
  void aCommitThatIsNoHashIsMalformed(String commit) {
    assertThat(read("Push Hook", pushOf("refs/heads/main", commit)))
        .isInstanceOf(HookOutcome.Malformed.class);
    String checkout =
        pushOf("refs/heads/main", COMMIT).replace("{", "{\"checkout_sha\":\"" + commit + "\",");
    if (!commit.isEmpty()) {
      assertThat(read("Push Hook", checkout)).isInstanceOf(HookOutcome.Malformed.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "   ",
        "no json",
        "[]",
        "\"push\"",
        "null",
        "{",
        "{}{}",
        "{\"ref\":}",
        "payload=%7B%7D"
      })
  void whatIsNoJsonObjectIsMalformed(String body) {
    assertThat(read("Push Hook", body)).isInstanceOf(HookOutcome.Malformed.class);
  }

  @Test
  void wrongTypesAreAsGoodAsMissing() {
    String body =
        """
        {"object_kind":"push","ref":"refs/heads/main","after":"%s","checkout_sha":{"a":[1]},
         "project_id":1.5,"project":[{"id":7}],"repository":"x","user_username":["a"]}
        """
            .formatted(COMMIT);
    assertThat(read("Push Hook", body)).isInstanceOf(HookOutcome.Push.class);
    assertThat(read("Push Hook", body.replace("\"refs/heads/main\"", "{\"refs\":1}")))
        .isInstanceOf(HookOutcome.Malformed.class);
  }

  @Test
  void theSecretIsFoundWhateverTheCaseOfItsHeader() {
    assertThat(new GitLabHooks().token(HookHeaders.of(Map.of("x-gitlab-token", " abc "))))
        .hasValueSatisfying(
            token -> assertThat(token.isMadeWith(HookSecret.of("app", "abc"))).isTrue());
    assertThat(new GitLabHooks().token(HookHeaders.of(Map.of("X-Gitlab-Token", "")))).isEmpty();
  }

  @Test
  void namesShownToPeopleBearNoControlCharacters() {
    String body =
        pushOf("refs/heads/main", COMMIT).replace("{", "{\"user_name\":\"a\\u001b[2Jb\\r\\n\",");
    assertThat(read("Push Hook", body))
        .isInstanceOfSatisfying(
            HookOutcome.Push.class, push -> assertThat(push.event().user()).isEqualTo("a[2Jb"));
  }

  private static PushEvent push(String file) {
    return Payload.ours().stream()
        .filter(payload -> payload.file().endsWith(file))
        .map(Payload::read)
        .map(outcome -> ((HookOutcome.Push) outcome).event())
        .findFirst()
        .orElseThrow();
  }

  private static String pushOf(String ref, String commit) {
    return "{\"object_kind\":\"push\",\"ref\":\"%s\",\"after\":\"%s\"}".formatted(ref, commit);
  }

  private static HookOutcome read(String event, String body) {
    return new GitLabHooks()
        .read(
            HookHeaders.of(Map.of("X-Gitlab-Event", event)), body.getBytes(StandardCharsets.UTF_8));
  }
}
