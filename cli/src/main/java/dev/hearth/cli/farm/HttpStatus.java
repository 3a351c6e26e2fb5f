package dev.hearth.cli.farm;

import dev.hearth.cli.terminal.CommandFailure;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;

/** Asks a server of the farm whether it answers. */
final class HttpStatus {
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

  /** The answer's status; 0 if nothing answers within 3 s. */
  int of(String url) {
    return ask(url).map(HttpResponse::statusCode).orElse(0);
  }

  /** What it answers; empty if it does not. */
  String body(String url) {
    return ask(url).map(HttpResponse::body).orElse("");
  }

  private Optional<HttpResponse<String>> ask(String url) {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(3)).build();
      return Optional.of(http.send(request, BodyHandlers.ofString()));
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailure("was interrupted while asking " + url, e);
    }
  }
}
