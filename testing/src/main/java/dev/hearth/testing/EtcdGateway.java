package dev.hearth.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** etcd's JSON gateway, so that its image needs no client program. */
final class EtcdGateway {
  private EtcdGateway() {}

  /**
   * Asks for something, and returns the answer's JSON.
   *
   * @throws IllegalStateException with etcd's words if it refuses
   */
  static String call(String endpoint, String path, String body) {
    var request =
        HttpRequest.newBuilder(URI.create(endpoint + path))
            .timeout(Duration.ofSeconds(20))
            .POST(BodyPublishers.ofString(body))
            .build();
    try (var http = HttpClient.newHttpClient()) {
      var response = http.send(request, BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        throw new IllegalStateException(
            "tried to ask etcd for %s but it answered %d: %s"
                .formatted(path, response.statusCode(), response.body()));
      }
      return response.body();
    } catch (IOException e) {
      throw new UncheckedIOException("tried to ask etcd for " + path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while asking etcd for " + path, e);
    }
  }

  /** Ends every NOSPACE alarm. */
  static void disarm(String endpoint) {
    String alarms = call(endpoint, "/v3/maintenance/alarm", "{\"action\":\"GET\"}");
    for (String member : alarms.split("\"memberID\":\"", -1)) {
      String id = member.replaceFirst("\\D.*", "");
      if (!id.isEmpty()) {
        call(
            endpoint,
            "/v3/maintenance/alarm",
            "{\"action\":\"DEACTIVATE\",\"memberID\":\"%s\",\"alarm\":\"NOSPACE\"}".formatted(id));
      }
    }
  }
}
