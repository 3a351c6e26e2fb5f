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
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Asks a server of the farm whether it answers. */
final class HttpStatus {
  private final Supplier<SSLContext> trust;
  private @Nullable HttpClient http;

  /**
   * @param trust asked for at the first request: before there may be no authority yet
   */
  HttpStatus(Supplier<SSLContext> trust) {
    this.trust = trust;
  }

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
      return Optional.of(client().send(request, BodyHandlers.ofString()));
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailure("was interrupted while asking " + url, e);
    }
  }

  private synchronized HttpClient client() {
    HttpClient known = http;
    if (known == null) {
      known =
          HttpClient.newBuilder()
              .connectTimeout(Duration.ofSeconds(2))
              .sslContext(trust.get())
              .build();
      http = known;
    }
    return known;
  }
}
