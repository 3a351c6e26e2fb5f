package dev.hearth.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 3, unit = TimeUnit.MINUTES)
class RegistryServerTest {
  @Test
  void anAnonymousRegistryAsksForNothing() throws Exception {
    try (var registry = RegistryServer.anonymous()) {
      assertThat(status(registry, "", "GET", "/v2/")).isEqualTo(200);
      assertThat(status(registry, "", "POST", "/v2/team/app/blobs/uploads/")).isEqualTo(202);
    }
  }

  @Test
  void onlyTheRightPasswordOpensARegistryWithOne() throws Exception {
    try (var registry = RegistryServer.withPassword("farm", "right")) {
      assertThat(status(registry, "", "GET", "/v2/")).isEqualTo(401);
      assertThat(status(registry, "farm:wrong", "GET", "/v2/")).isEqualTo(401);
      assertThat(status(registry, "farm:right", "GET", "/v2/")).isEqualTo(200);
    }
  }

  @Test
  void aStoppedRegistryComesBackAtItsAddress() throws Exception {
    try (var registry = RegistryServer.anonymous()) {
      String before = registry.address();
      registry.stop();
      registry.start();
      assertThat(registry.address()).isEqualTo(before);
      assertThat(status(registry, "", "GET", "/v2/")).isEqualTo(200);
    }
  }

  private static int status(RegistryServer registry, String login, String method, String path)
      throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create("http://" + registry.address() + path))
            .timeout(Duration.ofSeconds(10))
            .method(method, BodyPublishers.noBody());
    if (!login.isEmpty()) {
      String encoded = Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
      request.header("Authorization", "Basic " + encoded);
    }
    try (var http = HttpClient.newHttpClient()) {
      HttpResponse<Void> response = http.send(request.build(), BodyHandlers.discarding());
      return response.statusCode();
    }
  }
}
