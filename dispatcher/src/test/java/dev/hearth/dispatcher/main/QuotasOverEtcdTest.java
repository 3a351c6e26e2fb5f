package dev.hearth.dispatcher.main;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.hearth.dispatcher.DispatcherConfig;
import dev.hearth.protocol.AgentId;
import dev.hearth.protocol.AgentRecord;
import dev.hearth.protocol.AgentStatus;
import dev.hearth.protocol.etcd.EtcdConfig;
import dev.hearth.protocol.etcd.FarmKeys;
import dev.hearth.protocol.etcd.JetcdKeyValues;
import dev.hearth.protocol.etcd.KeyValues;
import dev.hearth.protocol.etcd.Transaction;
import dev.hearth.testing.EtcdServer;
import dev.hearth.testing.FreePort;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A whole dispatcher over a real etcd, in which an agent stands that does nothing. */
@Timeout(120)
class QuotasOverEtcdTest {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final String ORDER =
      "{\"project\":\"team/app\",\"commit\":\"0123456789abcdef0123456789abcdef01234567\"}";

  @TempDir Path home;
  private final HttpClient http = HttpClient.newHttpClient();
  private String token = "";
  private int port;

  @AfterEach
  void stop() {
    http.close();
  }

  private Dispatcher dispatcher(EtcdServer etcd) throws IOException {
    Dispatcher dispatcher =
        Dispatcher.start(
            DispatcherConfig.of(
                Map.of(
                    "HEARTH_HOME",
                    home.toString(),
                    "HEARTH_DISPATCHER_PORT",
                    String.valueOf(FreePort.pick()),
                    "HEARTH_ETCD_ENDPOINTS",
                    etcd.endpoint(),
                    "HEARTH_REGISTRY",
                    "127.0.0.1:1",
                    "HEARTH_GIT_ALLOW",
                    "127.0.0.1:1",
                    "HEARTH_COMPARE_HEADS",
                    "0s",
                    "HEARTH_LEASE_TTL",
                    "5s")));
    port = dispatcher.port();
    token = Files.readString(home.resolve("admin-token")).strip();
    return dispatcher;
  }

  private HttpResponse<String> send(String method, String path, String body) {
    try {
      return http.send(
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
              .timeout(Duration.ofSeconds(30))
              .header("Authorization", "Bearer " + token)
              .header("Content-Type", "application/json")
              .method(method, BodyPublishers.ofString(body))
              .build(),
          BodyHandlers.ofString());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private JsonNode get(String path) {
    try {
      return JsonMapper.builder().build().readTree(send("GET", path, "").body());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void putAgent(EtcdServer server) {
    AgentId agent = new AgentId("oven");
    FarmKeys keys = new FarmKeys();
    try (KeyValues etcd =
        new JetcdKeyValues(
            new EtcdConfig(List.of(server.endpoint()), null, null, Duration.ofSeconds(10)))) {
      etcd.commit(
          Transaction.begin()
              .put(keys.agent(agent), new AgentRecord(agent, "i", "b", 1, 4, Set.of(), "1"))
              .put(keys.status(agent), new AgentStatus(true, true, "", 1L << 40, 0, Set.of()))
              .end());
    }
  }

  /** By state. */
  private List<String> reasonsOf(String state) {
    List<String> reasons = new ArrayList<>();
    get("/api/v1/builds?state=" + state)
        .path("builds")
        .forEach(build -> reasons.add(build.at("/waiting/why").asText()));
    return reasons;
  }

  @Test
  void theLeaderPlacesNoMoreThanTheQuotaAndWhatWaitsSaysWhyAndWhatIsTooMuchIsRefused()
      throws IOException {
    try (EtcdServer etcd = EtcdServer.withoutUsers();
        Dispatcher _ = dispatcher(etcd)) {
      send(
          "POST",
          "/api/v1/projects",
          "{\"name\":\"team/app\",\"gitUrl\":\"http://127.0.0.1:1/a\"}");
      String quota = "{\"running\":1,\"waiting\":2}";
      assertThat(send("PUT", "/api/v1/quotas/group/team", quota).statusCode()).isEqualTo(204);
      putAgent(etcd);

      for (int waiting = 0; waiting <= 2; waiting++) {
        assertThat(send("POST", "/api/v1/builds", ORDER).statusCode()).isEqualTo(202);
        int wait = waiting;
        await()
            .atMost(SOON)
            .untilAsserted(() -> {
              assertThat(reasonsOf("assigned")).hasSize(1);
              assertThat(reasonsOf("queued"))
                  .hasSize(wait)
                  .allMatch("group team runs 1 of 1 build at once"::equals);
            });
      }
      HttpResponse<String> refused = send("POST", "/api/v1/builds", ORDER);
      assertThat(refused.statusCode()).as(refused.body()).isEqualTo(429);
      await()
          .atMost(SOON)
          .untilAsserted(() ->
              assertThat(get("/api/v1/groups/team/quota").path("use").toString())
                  .isEqualTo("{\"running\":1,\"waiting\":2}"));

      send("DELETE", "/api/v1/quotas/group/team", "");
      await().atMost(SOON).untilAsserted(() -> assertThat(reasonsOf("assigned")).hasSize(3));
    }
  }
}
