package dev.hearth.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 20, unit = TimeUnit.SECONDS)
class GitHubHooksTest {
  private static final String COMMIT = "1f0c5a7d9be24386c1d0e9f8a7b6c5d4e3f2a190";
  private static final String TAG = "77aa66bb55cc44dd33ee22ff11001122334455aa";
  private static final String PUSH =
      """
      {"ref":"refs/heads/main","before":"%s","after":"%s","head_commit":{"id":"%s"},
       "repository":{"id":4711,"full_name":"village/bakery",
         "clone_url":"https://git.example.org/village/bakery.git",
         "ssh_url":"git@git.example.org:village/bakery.git"},
       "pusher":{"name":"ada"}}
      """
          .formatted("0".repeat(40), COMMIT, COMMIT);

  @Test
  void aPushIsReadWithAllItsFacts() {
    assertThat(read("push", PUSH))
        .isEqualTo(
            new HookOutcome.Push(
                new PushEvent(
                    new GitHostProject(
                        "4711",
                        List.of(new GitUrl("git.example.org", "village/bakery")),
                        "village/bakery"),
                    "refs/heads/main",
                    "0".repeat(40),
                    COMMIT,
                    "ada")));
  }

  @Test
  void aFormSaysTheSame() {
    String form = "payload=" + URLEncoder.encode(PUSH, StandardCharsets.UTF_8);
    assertThat(read("push", form)).isEqualTo(read("push", PUSH));
    assertThat(read("push", form + "&more=1")).isEqualTo(read("push", PUSH));
    assertThat(read("push", "payload=%zz")).isInstanceOf(HookOutcome.Malformed.class);
  }

  @Test
  void anAnnotatedTagIsBuiltAtItsCommitNotAtItsObject() {
    String tagged =
        PUSH.replace("refs/heads/main", "refs/tags/v1")
            .replace("\"after\":\"" + COMMIT, "\"after\":\"" + TAG);
    assertThat(read("push", tagged))
        .isInstanceOfSatisfying(
            HookOutcome.Push.class, push -> assertThat(push.event().commit()).isEqualTo(COMMIT));
  }

  @Test
  void anotherEventAsksForNoBuildAndStillSaysItsRepository() {
    HookOutcome ping = read("ping", PUSH);
    assertThat(ping).isInstanceOf(HookOutcome.NotInteresting.class);
    assertThat(ping.repository().id()).isEqualTo("4711");
  }

  private static HookOutcome read(String event, String body) {
    return new GitHubHooks()
        .read(
            HookHeaders.of(Map.of("X-GitHub-Event", event)), body.getBytes(StandardCharsets.UTF_8));
  }
}
