package dev.hearth.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hearth.cli.client.Json;
import dev.hearth.cli.client.UnreachableException;
import dev.hearth.cli.terminal.CommandFailure;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.UUID;

/**
 * A project's hook in GitLab: delivers pushes to the farm, with all the headers that GitLab sends.
 */
public final class GitLabHook implements AutoCloseable {
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private final URI url;
  private final String secret;

  public GitLabHook(URI url, String secret) {
    this.url = url;
    this.secret = secret;
  }

  /** Delivers a push; returns the id of the build that it made. */
  public String deliver(GitLabPush push) {
    HttpRequest request =
        HttpRequest.newBuilder(url)
            .timeout(Duration.ofSeconds(10))
            .header("Content-Type", "application/json")
            .header("User-Agent", "GitLab/17.5.1")
            .header("Idempotency-Key", UUID.randomUUID().toString())
            .header("X-Gitlab-Event", "Push Hook")
            .header("X-Gitlab-Webhook-UUID", UUID.randomUUID().toString())
            .header("X-Gitlab-Instance", push.host())
            .header("X-Gitlab-Event-UUID", UUID.randomUUID().toString())
            .header("X-Gitlab-Token", secret)
            .POST(BodyPublishers.ofString(push.json()))
            .build();
    try {
      HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
      JsonNode builds = Json.parse(response.body(), "the hook's answer").path("builds");
      if (response.statusCode() != 202 || builds.size() != 1) {
        throw new CommandFailure(
            "delivered a push to %s, but was answered with status %d: %s"
                .formatted(url, response.statusCode(), response.body()));
      }
      return builds.get(0).path("id").asText();
    } catch (IOException e) {
      throw new UnreachableException(url, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailure("was interrupted while delivering a push", e);
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
