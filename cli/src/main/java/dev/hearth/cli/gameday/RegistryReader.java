package dev.hearth.cli.gameday;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hearth.cli.client.Json;
import dev.hearth.cli.client.RegistrySignIn;
import dev.hearth.cli.terminal.CommandFailure;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.zip.GZIPInputStream;
import javax.net.ssl.SSLContext;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** Reads what an image of the game's holds, as whoever pulls it finds it. */
final class RegistryReader implements AutoCloseable {
  private static final String MANIFEST = "application/vnd.docker.distribution.manifest.v2+json";

  private final HttpClient http;
  private final String url;
  private final RegistrySignIn signIn;

  /**
   * @param trust by which the registry's certificate is judged
   */
  RegistryReader(String url, String user, String password, SSLContext trust) {
    this.url = url;
    this.http =
        HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).sslContext(trust).build();
    this.signIn = new RegistrySignIn(http, user, password);
  }

  /**
   * The marker in an image's topmost layer; empty if there is no such image, or no marker in it.
   *
   * @param reference a tag or a digest
   */
  String marker(String repository, String reference) {
    try (InputStream body = get(repository + "/manifests/" + reference)) {
      String text = new String(body.readAllBytes(), StandardCharsets.UTF_8);
      JsonNode layers =
          text.isEmpty()
              ? Json.object()
              : Json.parse(text, "the manifest of " + reference).path("layers");
      return layers.isEmpty()
          ? ""
          : markerIn(repository, layers.get(layers.size() - 1).path("digest").asText());
    } catch (IOException e) {
      throw new CommandFailure(
          "tried to read %s:%s in the registry, but could not".formatted(repository, reference), e);
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }

  private String markerIn(String repository, String digest) throws IOException {
    try (TarArchiveInputStream layer =
        new TarArchiveInputStream(new GZIPInputStream(get(repository + "/blobs/" + digest)))) {
      for (TarArchiveEntry entry = layer.getNextEntry();
          entry != null;
          entry = layer.getNextEntry()) {
        if (entry.getName().equals(GameProject.MARKER_IN_IMAGE)) {
          return new String(layer.readAllBytes(), StandardCharsets.UTF_8).strip();
        }
      }
      return "";
    } catch (EOFException e) {
      return ""; // the layer is not there
    }
  }

  /** An empty answer where there is no such thing. */
  private InputStream get(String path) throws IOException {
    try {
      HttpResponse<InputStream> response = send(request(path));
      if (response.statusCode() == 401) {
        response.body().close();
        String header = signIn.headerFor(response);
        response = send(request(path).header("Authorization", header));
      }
      if (response.statusCode() == 200) {
        return response.body();
      }
      response.body().close();
      if (response.statusCode() == 404) {
        return InputStream.nullInputStream();
      }
      throw new IOException("the registry answered with " + response.statusCode());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailure("was interrupted while reading the registry", e);
    }
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(url + "/v2/" + path))
        .timeout(Duration.ofSeconds(20))
        .header("Accept", MANIFEST);
  }

  private HttpResponse<InputStream> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return http.send(request.build(), BodyHandlers.ofInputStream());
  }
}
