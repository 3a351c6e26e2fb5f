package dev.hearth.dispatcher.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Puts small images into a registry as an agent would: blobs first, then the manifest. */
public record StagedImage(URI base, String user, String password) {
  public static final String OCI = "application/vnd.oci.image.manifest.v1+json";
  public static final String OCI_LIST = "application/vnd.oci.image.index.v1+json";
  public static final String DOCKER = "application/vnd.docker.distribution.manifest.v2+json";

  /** An image with one layer; its digest. */
  public String push(String repository, String tag, String type, String layer)
      throws IOException, InterruptedException {
    return push(repository, tag, type, layer, "{}");
  }

  /**
   * @param labels JSON
   */
  public String push(String repository, String tag, String type, String layer, String labels)
      throws IOException, InterruptedException {
    byte[] config =
        "{\"architecture\":\"amd64\",\"os\":\"linux\",\"config\":{\"Labels\":%s}}"
            .formatted(labels)
            .getBytes(StandardCharsets.UTF_8);
    byte[] bytes = layer.getBytes(StandardCharsets.UTF_8);
    String kind = type.equals(DOCKER) ? "application/vnd.docker" : "application/vnd.oci";
    String manifest =
        """
        {"schemaVersion":2,"mediaType":"%s",
         "config":{"mediaType":"%s.container.image.v1+json","size":%d,"digest":"%s"},
         "layers":[{"mediaType":"%s.image.rootfs.diff.tar.gzip","size":%d,"digest":"%s"}]}
        """
            .formatted(
                type,
                kind,
                config.length,
                blob(repository, config),
                kind,
                bytes.length,
                blob(repository, bytes));
    return put(repository, tag, type, manifest);
  }

  String put(String repository, String tag, String type, String manifest)
      throws IOException, InterruptedException {
    HttpResponse<String> response =
        send(
            request("/v2/" + repository + "/manifests/" + tag)
                .header("Content-Type", type)
                .PUT(BodyPublishers.ofString(manifest)));
    assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
    return new Manifest(type, manifest.getBytes(StandardCharsets.UTF_8)).digest();
  }

  private String blob(String repository, byte[] bytes) throws IOException, InterruptedException {
    String digest = new Manifest("", bytes).digest();
    HttpResponse<String> begun =
        send(request("/v2/" + repository + "/blobs/uploads/").POST(BodyPublishers.noBody()));
    String location = begun.headers().firstValue("Location").orElseThrow();
    HttpResponse<String> stored =
        send(
            request(location + "&digest=" + digest)
                .header("Content-Type", "application/octet-stream")
                .PUT(BodyPublishers.ofByteArray(bytes)));
    assertThat(stored.statusCode()).isEqualTo(201);
    return digest;
  }

  private HttpRequest.Builder request(String path) {
    String pair =
        Base64.getEncoder()
            .encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    return HttpRequest.newBuilder(base.resolve(path)).header("Authorization", "Basic " + pair);
  }

  private static HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request.build(), BodyHandlers.ofString());
    }
  }
}
