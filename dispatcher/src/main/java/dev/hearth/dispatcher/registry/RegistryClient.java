package dev.hearth.dispatcher.registry;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Speaks the distribution protocol with one registry. A 401 or 403 is a {@link
 * RegistryRefusedException}; no answer within the deadline and 5xx are a {@link
 * RegistryUnavailableException}. Thread-safe.
 */
public final class RegistryClient implements AutoCloseable {
  /** The distribution registry takes no larger manifests. */
  private static final int LARGEST_MANIFEST = 4 << 20;

  private static final int MOST_PUTS = 5;
  private static final Duration BETWEEN_PUTS = Duration.ofMillis(100);

  /** Registry 3 tells tags in pages, registry 2 all at once. */
  private static final Pattern NEXT = Pattern.compile("<([^>]+)>; *rel=\"?next\"?");

  private static final int MOST_PAGES = 1000;

  private final RegistryConfig config;
  private final HttpClient http;

  public RegistryClient(RegistryConfig config) {
    this.config = config;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(config.deadline())
            .sslContext(config.trust())
            .build();
  }

  /** Whether it answers and takes our credentials. */
  public void ping() {
    HttpResponse<byte[]> response = send("reach the registry", request("/v2/").GET());
    require(response, "reach the registry", 200);
  }

  /** The digest under a tag as the registry tells it; empty if there is none. */
  public Optional<String> digest(String repository, String reference) {
    return find(repository, reference).map(Manifest::digest);
  }

  /** The manifest under a tag or digest; empty if there is none. */
  Optional<Manifest> find(String repository, String reference) {
    String what = "read " + repository + ":" + reference + " from the registry";
    HttpResponse<byte[]> response =
        send(
            what,
            request("/v2/" + repository + "/manifests/" + reference, repository)
                .header("Accept", Manifest.ACCEPTED)
                .GET());
    if (response.statusCode() == 404) {
      return Optional.empty();
    }
    require(response, what, 200);
    String type = response.headers().firstValue("Content-Type").orElse("");
    return Optional.of(new Manifest(type, response.body()));
  }

  /**
   * Puts a manifest whose blobs are there. While another of the repository's images is published,
   * the distribution registry writes the links of blobs that both have anew, and does not see them
   * for a moment: then it is asked again.
   */
  void put(String repository, String reference, Manifest manifest) {
    String what = "put " + repository + ":" + reference + " into the registry";
    HttpRequest.Builder request =
        request("/v2/" + repository + "/manifests/" + reference, repository)
            .header("Content-Type", manifest.mediaType())
            .PUT(BodyPublishers.ofByteArray(manifest.bytes()));
    HttpResponse<byte[]> response = send(what, request);
    for (int tries = 1; tries < MOST_PUTS && seesNoBlob(response); tries++) {
      pause(what);
      response = send(what, request);
    }
    require(response, what, 201);
  }

  private static boolean seesNoBlob(HttpResponse<byte[]> response) {
    return response.statusCode() == 400
        && (words(response.body()).contains("BLOB_UNKNOWN")
            || words(response.body()).contains("DIGEST_INVALID"));
  }

  private static void pause(String what) {
    try {
      Thread.sleep(BETWEEN_PUTS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RegistryUnavailableException(what, "was interrupted", e);
    }
  }

  /** Whether there was one; false too where the registry allows no deletion. */
  boolean delete(String repository, String digest) {
    String what = "delete " + repository + "@" + digest + " from the registry";
    HttpResponse<byte[]> response =
        send(what, request("/v2/" + repository + "/manifests/" + digest, repository).DELETE());
    if (response.statusCode() == 404 || response.statusCode() == 405) {
      return false;
    }
    require(response, what, 202);
    return true;
  }

  /** Makes a blob of one repository part of another: without moving it, where that is possible. */
  void bring(String digest, String from, String repository) {
    String what = "mount a layer of " + from + " in " + repository;
    HttpResponse<byte[]> response =
        send(
            what,
            request(
                    "/v2/" + repository + "/blobs/uploads/?mount=" + digest + "&from=" + from,
                    repository,
                    from)
                .POST(BodyPublishers.noBody()));
    if (response.statusCode() == 201) {
      return;
    }
    require(response, what, 202);
    copy(digest, from, repository, uploadAddress(response, what));
  }

  /** The tags of a repository, in no order; none if there is no such repository. */
  List<String> tags(String repository) {
    String what = "list the tags of " + repository;
    List<String> tags = new ArrayList<>();
    String path = "/v2/" + repository + "/tags/list";
    for (int page = 0; page < MOST_PAGES; page++) {
      HttpResponse<byte[]> response = send(what, request(path, repository).GET());
      if (response.statusCode() == 404) {
        return List.of();
      }
      require(response, what, 200);
      tags.addAll(Manifest.tags(response.body()));
      Matcher next = NEXT.matcher(response.headers().firstValue("Link").orElse(""));
      if (!next.matches()) {
        break;
      }
      URI told = config.base().resolve(next.group(1));
      path = told.getRawPath() + "?" + told.getRawQuery();
    }
    return tags;
  }

  /** A small blob, as an image's configuration; empty if there is none. */
  Optional<byte[]> blob(String repository, String digest) {
    String what = "read a blob of " + repository;
    HttpResponse<byte[]> response =
        send(what, request("/v2/" + repository + "/blobs/" + digest, repository).GET());
    if (response.statusCode() == 404) {
      return Optional.empty();
    }
    require(response, what, 200);
    return Optional.of(response.body());
  }

  /** Puts a small blob into a repository; its digest. */
  String putBlob(String repository, byte[] bytes) {
    String what = "put a blob into " + repository;
    HttpResponse<byte[]> begun =
        send(
            what,
            request("/v2/" + repository + "/blobs/uploads/", repository)
                .POST(BodyPublishers.noBody()));
    require(begun, what, 202);
    URI upload = uploadAddress(begun, what);
    String digest = new Manifest("", bytes).digest();
    String query = (upload.getRawQuery() == null ? "?" : "&") + "digest=" + digest;
    HttpResponse<byte[]> stored =
        send(
            what,
            authorized(URI.create(upload + query), List.of(repository))
                .header("Content-Type", "application/octet-stream")
                .PUT(BodyPublishers.ofByteArray(bytes)));
    require(stored, what, 201);
    return digest;
  }

  /** As {@link #bring}, for registries that mount nothing. */
  void copyWhole(String digest, String from, String repository) {
    String what = "begin to copy a layer of " + from + " to " + repository;
    HttpResponse<byte[]> response =
        send(
            what,
            request("/v2/" + repository + "/blobs/uploads/", repository)
                .POST(BodyPublishers.noBody()));
    require(response, what, 202);
    copy(digest, from, repository, uploadAddress(response, what));
  }

  /** Streams a blob through here into an upload that was begun. */
  private void copy(String digest, String from, String repository, URI upload) {
    String what = "copy a layer of " + from + " to " + repository;
    HttpResponse<InputStream> source =
        send(
            what,
            request("/v2/" + from + "/blobs/" + digest, from).GET().build(),
            BodyHandlers.ofInputStream(),
            config.deadline());
    try (InputStream body = source.body()) {
      require(source.statusCode(), what, 200);
      String query = (upload.getRawQuery() == null ? "?" : "&") + "digest=" + digest;
      HttpRequest put =
          authorized(URI.create(upload + query), List.of(repository))
              .header("Content-Type", "application/octet-stream")
              .PUT(publisher(source, body))
              .build();
      HttpResponse<byte[]> stored =
          send(what, put, BodyHandlers.ofByteArray(), config.copyDeadline());
      require(stored, what, 201);
    } catch (IOException e) {
      throw new RegistryUnavailableException(what, "the connection broke: " + e, e);
    }
  }

  private static HttpRequest.BodyPublisher publisher(
      HttpResponse<InputStream> source, InputStream body) {
    HttpRequest.BodyPublisher stream = BodyPublishers.ofInputStream(() -> body);
    long length = source.headers().firstValueAsLong("Content-Length").orElse(-1);
    return length < 1 ? stream : BodyPublishers.fromPublisher(stream, length);
  }

  /** On the registry's own host, whatever it says: our password goes nowhere else. */
  private URI uploadAddress(HttpResponse<byte[]> response, String what) {
    String location =
        response
            .headers()
            .firstValue("Location")
            .orElseThrow(() -> new RegistryUnavailableException(what, "it named no upload", null));
    URI told = config.base().resolve(location);
    String query = told.getRawQuery() == null ? "" : "?" + told.getRawQuery();
    return config.base().resolve(told.getRawPath() + query);
  }

  private HttpRequest.Builder request(String path, String... repositories) {
    return authorized(config.base().resolve(path), List.of(repositories));
  }

  private HttpRequest.Builder authorized(URI address, List<String> repositories) {
    HttpRequest.Builder request = HttpRequest.newBuilder(address);
    String header = config.authorization().header(repositories);
    if (!header.isEmpty()) {
      request.header("Authorization", header);
    }
    return request;
  }

  private HttpResponse<byte[]> send(String what, HttpRequest.Builder request) {
    return send(
        what,
        request.build(),
        BodyHandlers.limiting(BodyHandlers.ofByteArray(), LARGEST_MANIFEST),
        config.deadline());
  }

  private <T> HttpResponse<T> send(
      String what, HttpRequest request, HttpResponse.BodyHandler<T> handler, Duration deadline) {
    // The client's own time-out ends with the answer's head; this one has the body in it.
    var answer = http.sendAsync(request, handler);
    try {
      return answer.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new RegistryUnavailableException(
          what, "had no answer within " + deadline.toMillis() + " ms", e);
    } catch (ExecutionException e) {
      throw new RegistryUnavailableException(what, "it failed: " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RegistryUnavailableException(what, "was interrupted", e);
    } finally {
      answer.cancel(true);
    }
  }

  private void require(HttpResponse<byte[]> response, String what, int wanted) {
    int status = response.statusCode();
    if (status == 405 && wanted != 200) {
      throw new RegistryUnavailableException(what, "it is read only now (405)", null);
    }
    if (status != wanted && status != 401 && status < 500 && status != 429) {
      throw new RegistryRefusedException(
          "tried to " + what + " but it answered " + status + ": " + words(response.body()));
    }
    require(status, what, wanted);
  }

  private void require(int status, String what, int wanted) {
    if (status == 401 || status == 403) {
      throw new RegistryRefusedException(
          "tried to "
              + what
              + " but it refused the farm's credentials ("
              + status
              + "); correct the registry's user and password, or the key of its tokens, in the"
              + " settings");
    }
    if (status >= 500 || status == 429) {
      throw new RegistryUnavailableException(what, "it answered " + status, null);
    }
    if (status != wanted) {
      throw new RegistryRefusedException("tried to " + what + " but it answered " + status);
    }
  }

  private static String words(byte[] body) {
    String text = new String(body, StandardCharsets.UTF_8).replaceAll("[\\p{Cntrl}]", " ").strip();
    return text.length() > 300 ? text.substring(0, 300) + "…" : text;
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
