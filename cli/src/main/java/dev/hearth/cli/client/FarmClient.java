package dev.hearth.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hearth.cli.terminal.CommandFailure;
import dev.hearth.protocol.trust.TrustedAuthorities;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Asks the farm's API. Every method throws {@link RefusedException} with the farm's own sentence
 * when it says no, and {@link UnreachableException} when no answer comes. Safe for use by many
 * threads.
 */
public final class FarmClient implements AutoCloseable {
  private static final Duration DEADLINE = Duration.ofSeconds(30);

  private final HttpClient http;
  private final FarmAccess access;

  /** Which of the farm's dispatchers answered last. */
  private volatile int answering;

  /** Trusts whom this Java trusts. */
  public FarmClient(FarmAccess access) {
    this(access, TrustedAuthorities.ofThisJava());
  }

  /**
   * @param trust by which the dispatchers' certificates are judged
   */
  public FarmClient(FarmAccess access, SSLContext trust) {
    this.access = access;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .sslContext(trust)
            .build();
  }

  public URI url() {
    return access.url();
  }

  /** A part of a path, its slashes and hashes encoded. */
  public static String part(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /**
   * @param query names and values, in any order; encoded here
   */
  public JsonNode get(String path, Map<String, String> query) {
    return json(send(request(path + encoded(query)).GET()));
  }

  public JsonNode get(String path) {
    return get(path, Map.of());
  }

  public JsonNode post(String path, JsonNode body, Map<String, String> headers) {
    HttpRequest.Builder request = request(path).POST(BodyPublishers.ofString(body.toString()));
    headers.forEach(request::header);
    return json(send(request.header("Content-Type", "application/json")));
  }

  public JsonNode post(String path, JsonNode body) {
    return post(path, body, Map.of());
  }

  public JsonNode patch(String path, JsonNode body) {
    HttpRequest.Builder request =
        request(path).method("PATCH", BodyPublishers.ofString(body.toString()));
    return json(send(request.header("Content-Type", "application/json")));
  }

  public JsonNode put(String path, JsonNode body) {
    HttpRequest.Builder request = request(path).PUT(BodyPublishers.ofString(body.toString()));
    return json(send(request.header("Content-Type", "application/json")));
  }

  public JsonNode delete(String path) {
    return json(send(request(path).DELETE()));
  }

  /** An answer that is read bit by bit, for as long as it takes; the caller closes its body. */
  public HttpResponse<InputStream> open(String path, Map<String, String> headers) {
    HttpRequest.Builder request = request(path).GET();
    headers.forEach(request::header);
    return send(request);
  }

  @Override
  public void close() {
    http.shutdownNow();
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(dispatcher(0) + path)).timeout(DEADLINE);
    return access.token().isEmpty()
        ? request
        : request.header("Authorization", "Bearer " + access.token());
  }

  private URI dispatcher(int index) {
    return access.urls().get(index);
  }

  /** Asks the dispatcher that answered last; where it does not answer, the next. */
  private HttpResponse<InputStream> send(HttpRequest.Builder request) {
    try {
      HttpResponse<InputStream> response = answer(request.build());
      if (response.statusCode() >= 300) {
        throw refusal(response);
      }
      return response;
    } catch (IOException e) {
      throw new UnreachableException(access.url(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailure("was interrupted while asking the farm", e);
    }
  }

  private HttpResponse<InputStream> answer(HttpRequest request)
      throws IOException, InterruptedException {
    String path = request.uri().toString().substring(dispatcher(0).toString().length());
    for (int left = access.urls().size(); ; left--) {
      int asked = answering;
      try {
        return http.send(
            HttpRequest.newBuilder(request, (_, _) -> true)
                .uri(URI.create(dispatcher(asked) + path))
                .build(),
            BodyHandlers.ofInputStream());
      } catch (IOException e) {
        answering = (asked + 1) % access.urls().size();
        if (left <= 1 || !mayBeAskedAgain(request, e)) {
          throw e;
        }
      }
    }
  }

  /** What only reads, and what was not even sent. */
  private static boolean mayBeAskedAgain(HttpRequest request, IOException failure) {
    return request.method().equals("GET")
        || failure instanceof ConnectException
        || failure instanceof HttpConnectTimeoutException;
  }

  private JsonNode json(HttpResponse<InputStream> response) {
    String body = text(response);
    return body.isBlank() ? Json.object() : Json.parse(body, "the answer of " + access.url());
  }

  private RefusedException refusal(HttpResponse<InputStream> response) {
    int status = response.statusCode();
    String said = sentence(text(response));
    if (said != null) {
      return new RefusedException(status, said);
    }
    return new RefusedException(
        status,
        status == 401
            ? "the farm at %s does not know the token; run hearth login %s or set HEARTH_TOKEN"
                .formatted(access.url(), access.url())
            : "tried to ask the farm at %s, but it answered with status %d; is a farm there?"
                .formatted(access.url(), status));
  }

  private static @Nullable String sentence(String body) {
    try {
      JsonNode error = Json.parse(body, "an answer").path("error");
      return error.isTextual() && !error.textValue().isBlank() ? error.textValue() : null;
    } catch (CommandFailure e) {
      return null;
    }
  }

  private String text(HttpResponse<InputStream> response) {
    try (InputStream body = response.body()) {
      return new String(body.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UnreachableException(access.url(), e);
    }
  }

  private static String encoded(Map<String, String> query) {
    String text =
        query.entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(one -> part(one.getKey()) + "=" + part(one.getValue()))
            .collect(Collectors.joining("&"));
    return text.isEmpty() ? "" : "?" + text;
  }
}
