package dev.hearth.agent.http;

import dev.hearth.protocol.settings.Secret;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Requests to the farm's dispatchers, with this agent's key: to the one that answered last, and
 * where that does not, to the next. Every request must be one that can be sent again. Safe for use
 * by many threads.
 */
public final class DispatcherHttp implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(DispatcherHttp.class);
  private static final Duration DEADLINE = Duration.ofSeconds(20);

  /** Where there is another to be asked: a dispatcher that is stopped still takes connections. */
  private static final Duration SHORT_DEADLINE = Duration.ofSeconds(6);

  /** It is there, but can't do its work just now. */
  private static final Set<Integer> ELSEWHERE = Set.of(502, 503, 504);

  private final List<URI> dispatchers;
  private volatile Secret key;
  private final HttpClient client;
  private final AtomicInteger answering = new AtomicInteger();

  /**
   * @param dispatchers at least one; the first is asked first
   */
  public DispatcherHttp(List<URI> dispatchers, SSLContext trust, Secret key) {
    this.dispatchers = List.copyOf(dispatchers);
    this.key = key;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(Duration.ofSeconds(5))
            .sslContext(trust)
            .build();
  }

  /** Shows another key from now on. */
  public void useKey(Secret renewed) {
    key = renewed;
  }

  /** A request for a path, which begins with a slash. */
  public HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(address().resolve(path))
        .timeout(dispatchers.size() > 1 ? SHORT_DEADLINE : DEADLINE)
        .header("Authorization", "Bearer " + key.value());
  }

  /**
   * Asks one dispatcher after the other until one answers.
   *
   * @return the last answer, if all answered that they can't just now
   * @throws IOException if the last one did not answer
   */
  public HttpResponse<byte[]> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    String path = request.build().uri().getRawPath();
    for (int left = dispatchers.size(); ; left--) {
      int asked = answering.get();
      URI dispatcher = dispatchers.get(asked);
      try {
        HttpResponse<byte[]> response =
            client.send(
                request.copy().uri(dispatcher.resolve(path)).build(), BodyHandlers.ofByteArray());
        if (!ELSEWHERE.contains(response.statusCode())) {
          return response;
        }
        passOver(asked, "it answered with status " + response.statusCode());
        if (left <= 1) {
          return response;
        }
      } catch (IOException e) {
        passOver(asked, e.toString());
        if (left <= 1) {
          throw e;
        }
      }
    }
  }

  /** Of several threads that found the same one silent one moves on. */
  private void passOver(int asked, String why) {
    int next = (asked + 1) % dispatchers.size();
    if (next != asked && answering.compareAndSet(asked, next)) {
      log.atWarn()
          .addKeyValue("dispatcher", dispatchers.get(asked))
          .addKeyValue("cause", why)
          .addKeyValue("next", dispatchers.get(next))
          .log("goes on with another dispatcher");
    }
  }

  /** Where the dispatcher that answers is, for people. */
  public URI address() {
    return dispatchers.get(answering.get());
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
