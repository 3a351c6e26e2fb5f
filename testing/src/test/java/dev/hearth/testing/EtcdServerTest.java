package dev.hearth.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 3, unit = TimeUnit.MINUTES)
class EtcdServerTest {
  private static final String PUT = "{\"key\":\"Zm9v\",\"value\":\"YmFy\"}";
  private static final String RANGE = "{\"key\":\"Zm9v\"}";

  @Test
  void aRestartKeepsDataAndPort() throws Exception {
    try (var etcd = EtcdServer.withoutUsers()) {
      String before = etcd.endpoint();
      assertThat(call(before, "/v3/kv/put", PUT).statusCode()).isEqualTo(200);

      etcd.restart();

      assertThat(etcd.endpoint()).isEqualTo(before);
      assertThat(call(before, "/v3/kv/range", RANGE).body()).contains("YmFy");
    }
  }

  @Test
  void withAPasswordNothingIsReadWithoutIt() throws Exception {
    try (var etcd = EtcdServer.withPassword("of-a-test")) {
      var refused = call(etcd.endpoint(), "/v3/kv/range", RANGE);
      assertThat(refused.statusCode()).isGreaterThanOrEqualTo(400);
      assertThat(refused.body()).contains("user name is empty");

      var known =
          call(
              etcd.endpoint(),
              "/v3/auth/authenticate",
              "{\"name\":\"root\",\"password\":\"of-a-test\"}");
      assertThat(known.body()).contains("token");
    }
  }

  @Test
  void aPausedServerAnswersNothingUntilItGoesOn() throws Exception {
    try (var etcd = EtcdServer.withoutUsers()) {
      etcd.pause();
      assertThat(answers(etcd)).isFalse();
      etcd.unpause();
      await().atMost(Duration.ofSeconds(20)).until(() -> answers(etcd));
    }
  }

  private static boolean answers(EtcdServer etcd) throws Exception {
    try {
      return call(etcd.endpoint(), "/v3/kv/range", RANGE).statusCode() == 200;
    } catch (HttpTimeoutException e) {
      return false;
    }
  }

  private static HttpResponse<String> call(String endpoint, String path, String body)
      throws Exception {
    try (var http = HttpClient.newHttpClient()) {
      return http.send(
          HttpRequest.newBuilder(URI.create(endpoint + path))
              .timeout(Duration.ofSeconds(3))
              .POST(BodyPublishers.ofString(body))
              .build(),
          BodyHandlers.ofString());
    }
  }
}
