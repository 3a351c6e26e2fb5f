package dev.hearth.e2e;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.UUID;

/** Delivers hooks with the headers that GitLab 17.5 sends. */
final class Hooks {
  private Hooks() {}

  /**
   * @param delivery the {@code Idempotency-Key}: the same on each try of one delivery
   */
  static HttpResponse<String> deliver(
      FarmClient client, String secret, String event, String delivery, String body) {
    return client.send(
        client
            .request("/hooks/gitlab")
            .header("Content-Type", "application/json")
            .header("User-Agent", "GitLab/17.5.1")
            .header("Idempotency-Key", delivery)
            .header("X-Gitlab-Event", event)
            .header("X-Gitlab-Event-UUID", UUID.randomUUID().toString())
            .header("X-Gitlab-Instance", "http://127.0.0.1")
            .header("X-Gitlab-Webhook-UUID", UUID.randomUUID().toString())
            .header("X-Gitlab-Token", secret)
            .POST(BodyPublishers.ofString(body)));
  }
}
