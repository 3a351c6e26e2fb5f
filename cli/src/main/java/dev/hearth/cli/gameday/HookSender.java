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
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
  private final List<Place> places;
  private final Map<String, String> secrets;
  private final List<Answers.Try> tries = Collections.synchronizedList(new ArrayList<>());

  /**
   * Where a dispatcher takes hooks.
   *
   * @param dispatcher the part's name
   */
  record Place(String dispatcher, URI url) {}

  /**
   * @param places one for each dispatcher
   * @param secrets by project's name
   */
  HookSender(List<Place> places, Map<String, String> secrets) {
    this.places = List.copyOf(places);
    this.secrets = Map.copyOf(secrets);
  }

  /** All that were made so far. */
  List<Answers.Try> tries() {
    synchronized (tries) {
      return List.copyOf(tries);
    }
  }

  /**
   * Delivers a push's hook; the next try goes to the next dispatcher.
   *
   * @throws InterruptedException when it was not taken before the thread was interrupted
   */
  Push.Accepted deliver(Push push) throws InterruptedException {
    Instant first = Instant.now();
    for (int tries = 1; ; tries++) {
      Place place = places.get((push.number() + tries) % places.size());
      Optional<String> answer = tryAt(place, push);
      if (answer.isPresent()) {
        return accepted(push, Duration.between(first, Instant.now()), tries, answer.get());
      }
      Thread.sleep(PAUSE);
    }
  }

  /** The answer; empty if it was none, or not 2xx. */
  private Optional<String> tryAt(Place place, Push push) throws InterruptedException {
    Instant began = Instant.now();
    int status = 0;
    try {
      HttpResponse<String> response =
          http.send(request(place.url(), push), BodyHandlers.ofString());
      status = response.statusCode();
      if (status / 100 == 4) {
        throw new CommandFailure(
            "delivered a push to %s, but was refused with %d: %s"
                .formatted(place.url(), status, response.body()));
      }
      return status / 100 == 2 ? Optional.of(response.body()) : Optional.empty();
    } catch (IOException e) {
      // Nobody answered: that is what the game is about.
      return Optional.empty();
    } finally {
      Duration took = Duration.between(began, Instant.now());
      tries.add(new Answers.Try(place.dispatcher(), began, took, status));
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
