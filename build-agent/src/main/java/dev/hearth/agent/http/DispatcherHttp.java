package dev.hearth.agent.http;

import dev.hearth.protocol.settings.Secret;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import javax.net.ssl.SSLContext;

/** Requests to the dispatcher, with this agent's key. Safe for use by many threads. */
public final class DispatcherHttp implements AutoCloseable {
  private static final Duration DEADLINE = Duration.ofSeconds(20);

  private final URI dispatcher;
  private final Secret key;
  private final HttpClient client;

  public DispatcherHttp(URI dispatcher, SSLContext trust, Secret key) {
    this.dispatcher = dispatcher;
    this.key = key;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(Duration.ofSeconds(5))
            .sslContext(trust)
            .build();
  }

  /** A request for a path, which begins with a slash. */
  public HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(dispatcher.resolve(path))
        .timeout(DEADLINE)
        .header("Authorization", "Bearer " + key.value());
  }

  public HttpResponse<byte[]> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return client.send(request.build(), BodyHandlers.ofByteArray());
  }

  /** Where the dispatcher is, for people. */
  public URI address() {
    return dispatcher;
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
