package dev.hearth.cli.gameday;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hearth.cli.client.Json;
import dev.hearth.cli.terminal.CommandFailure;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Delivers hooks as a Git host does: until one is answered with 2xx, always by the same id. */
final class HookSender implements AutoCloseable {
  /** GitLab's own. */
  private static final Duration DEADLINE = Duration.ofSeconds(10);

  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private final List<URI> hookUrls;
  private final Map<String, String> secrets;

  /**
   * @param hookUrls one for each dispatcher
   * @param secrets by project's name
   */
  HookSender(List<URI> hookUrls, Map<String, String> secrets) {
    this.hookUrls = List.copyOf(hookUrls);
    this.secrets = Map.copyOf(secrets);
  }

  /**
   * Delivers a push's hook; the next try goes to the next dispatcher.
   *
   * @throws InterruptedException when it was not taken before the thread was interrupted
   */
  Push.Accepted deliver(Push push) throws InterruptedException {
    long began = System.nanoTime();
    for (int tries = 1; ; tries++) {
      URI url = hookUrls.get((push.number() + tries) % hookUrls.size());
      try {
        HttpResponse<String> response = http.send(request(url, push), BodyHandlers.ofString());
        if (response.statusCode() / 100 == 2) {
          Duration waited = Duration.ofNanos(System.nanoTime() - began);
          return accepted(push, waited, tries, response.body());
        }
        if (response.statusCode() / 100 == 4) {
          throw new CommandFailure(
              "delivered a push to %s, but was refused with %d: %s"
                  .formatted(url, response.statusCode(), response.body()));
        }
      } catch (IOException e) {
        // Nobody answered: that is what the game is about.
      }
      Thread.sleep(PAUSE);
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }

  private HttpRequest request(URI url, Push push) {
    return HttpRequest.newBuilder(url)
        .timeout(DEADLINE)
        .header("Content-Type", "application/json")
        .header("User-Agent", "GitLab/17.5.1")
        .header("Idempotency-Key", push.delivery())
        .header("X-Gitlab-Event", "Push Hook")
        .header("X-Gitlab-Event-UUID", push.delivery())
        .header("X-Gitlab-Token", secrets.get(push.project()))
        .POST(BodyPublishers.ofString(push.hook().json()))
        .build();
  }

  private static Push.Accepted accepted(Push push, Duration waited, int tries, String body) {
    JsonNode answer = Json.parse(body, "a hook's answer");
    List<String> builds = new ArrayList<>();
    answer.path("builds").forEach(build -> builds.add(build.path("id").asText()));
    return new Push.Accepted(
        push, waited, tries, builds, builds.isEmpty() ? answer.path("reason").asText() : null);
  }
}
