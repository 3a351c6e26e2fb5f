package dev.hearth.agent.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.agent.RealEngine;
import dev.hearth.agent.Recorded;
import dev.hearth.agent.StageFailure;
import dev.hearth.agent.engine.RegistryCredential;
import dev.hearth.protocol.FailureKind;
import dev.hearth.testing.RegistryServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class ImagePushTest {
  private static final String IMAGE = "debian:bookworm-slim";
  private static final RealEngine real = new RealEngine();
  private static final RegistryServer registry = RegistryServer.withPassword("farm", "secret");

  private final Recorded log = new Recorded();
  private final StagingTarget target =
      new StagingTarget(
          registry.address(),
          "hearth-staging/0192f000-0000-7000-8000-000000000001/app",
          real.newAttempt().toString());

  @AfterAll
  static void closeAll() {
    registry.close();
    real.close();
  }

  @Test
  void theRegistryHasWhatTheDigestSays() throws Exception {
    String digest = push("secret");

    String basic =
        Base64.getEncoder().encodeToString("farm:secret".getBytes(StandardCharsets.UTF_8));
    var request =
        HttpRequest.newBuilder(
                URI.create(
                    "http://%s/v2/%s/manifests/%s"
                        .formatted(registry.address(), target.repository(), target.tag())))
            .header("Authorization", "Basic " + basic)
            .header("Accept", "application/vnd.docker.distribution.manifest.v2+json")
            .build();
    try (HttpClient http = HttpClient.newHttpClient()) {
      var answer = http.send(request, HttpResponse.BodyHandlers.discarding());
      assertThat(answer.headers().firstValue("Docker-Content-Digest")).contains(digest);
    }
    assertTheNameIsGone();
  }

  @Test
  void aWrongPasswordIsSaidAtOnce() throws Exception {
    assertThatThrownBy(() -> push("wrong"))
        .isInstanceOfSatisfying(
            StageFailure.class,
            failure -> {
              assertThat(failure.kind()).isEqualTo(FailureKind.INFRASTRUCTURE);
              assertThat(failure.lost()).isFalse();
              assertThat(failure.sentence())
                  .startsWith(
                      "the registry %s refused the credentials: ".formatted(registry.address()));
            });
    assertThat(log.text()).doesNotContain("trying again").doesNotContain("wrong");
    assertTheNameIsGone();
  }

  @Test
  void aRegistryThatIsDownIsSaidToBeAway() throws Exception {
    registry.stop();
    try {
      assertThatThrownBy(() -> push("secret"))
          .isInstanceOfSatisfying(
              StageFailure.class,
              failure -> {
                assertThat(failure.isAway()).isTrue();
                assertThat(failure.lost()).isTrue();
              })
          .hasMessageStartingWith(
              "tried to push to the registry %s but it does not answer: "
                  .formatted(registry.address()));
    } finally {
      registry.start();
    }
    assertTheNameIsGone();
  }

  @Test
  void anAttemptThatIsRefusedTriesAgainUntilEtcdSaysThatItIsOver() {
    assertThatThrownBy(() -> push("attempt/01a203aa-bc81-733a-85f2-a656f3135cfc-1", "wrong"))
        .isInstanceOfSatisfying(
            StageFailure.class, failure -> assertThat(failure.isAway()).isTrue());
  }

  private String push(String password) throws InterruptedException {
    return push("farm", password);
  }

  private String push(String user, String password) throws InterruptedException {
    return new ImagePush(real.engine)
        .push(
            IMAGE,
            target,
            new RegistryCredential(registry.address(), user, password),
            Duration.ofMinutes(1),
            log);
  }

  private void assertTheNameIsGone() throws InterruptedException {
    List<String> names =
        real.engine.ask(
            "list images",
            client ->
                client.listImagesCmd().exec().stream()
                    .flatMap(image -> java.util.stream.Stream.ofNullable(image.getRepoTags()))
                    .flatMap(java.util.stream.Stream::of)
                    .filter(name -> name.endsWith(target.tag()))
                    .toList());
    assertThat(names).isEmpty();
  }
}
