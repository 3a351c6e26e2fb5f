package dev.hearth.dispatcher.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.hearth.dispatcher.RefusedException;
import dev.hearth.dispatcher.UnavailableException;
import dev.hearth.protocol.trust.AuthorityPin;
import dev.hearth.protocol.trust.CertificateAuthority;
import io.vertx.core.Vertx;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class WebServerTest {
  private static final int MOST = 1000;
  private static final Vertx vertx = Vertx.vertx();
  private static final HttpClient client = HttpClient.newHttpClient();
  private static final List<String> observed = new CopyOnWriteArrayList<>();
  private static final AtomicLong streamed = new AtomicLong();
  private static final AtomicBoolean streamEnded = new AtomicBoolean();
  private static WebServer server;

  @BeforeAll
  static void start() {
    server =
        WebServer.start(
            vertx,
            new WebServerConfig(
                "127.0.0.1",
                0,
                null,
                Duration.ofMillis(800),
                Duration.ofSeconds(1),
                Duration.ofSeconds(5)),
            (route, method, status, _) -> observed.add(method + " " + route + " " + status),
            List.of(WebServerTest::mount));
  }

  @AfterAll
  static void stop() {
    server.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  private static void mount(RouteTable table) {
    table.add(
        "GET",
        "/slow",
        _ -> {
          Thread.sleep(300);
          return ok("slow");
        });
    table.add("GET", "/things/{thing}", request -> ok(request.path("thing")));
    table.add(
        "POST", "/echo", request -> ok(new String(request.body(MOST), StandardCharsets.UTF_8)));
    table.add(
        "POST",
        "/refuse",
        _ -> {
          throw HttpFailure.unauthorized("tried to come in, but there is no token");
        });
    table.add(
        "GET",
        "/broken",
        _ -> {
          throw new IllegalStateException("the password is hunter2");
        });
    table.add(
        "GET",
        "/absent",
        _ -> {
          throw RefusedException.absent("no such thing");
        });
    table.add(
        "GET",
        "/down",
        _ -> {
          throw new UnavailableException("etcd does not answer");
        });
    table.add(
        "GET",
        "/endless",
        _ ->
            Answer.streamed(
                "text/plain",
                stream -> {
                  byte[] piece = new byte[1 << 16];
                  try {
                    while (true) {
                      stream.write(piece);
                      streamed.addAndGet(piece.length);
                    }
                  } finally {
                    streamEnded.set(true);
                  }
                }));
  }

  private static Answer ok(String text) {
    return Answer.json(200, JsonNodeFactory.instance.objectNode().put("text", text));
  }

  private static HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path));
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), BodyHandlers.ofString());
  }

  @Test
  void aHundredRequestsThatBlockAreAnsweredSideBySide() {
    long began = System.nanoTime();
    List<CompletableFuture<HttpResponse<String>>> all =
        IntStream.range(0, 100)
            .mapToObj(_ -> client.sendAsync(request("/slow").build(), BodyHandlers.ofString()))
            .toList();
    all.forEach(one -> assertThat(one.join().statusCode()).isEqualTo(200));

    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(8));
  }

  @Test
  void anEncodedSlashIsPartOfAParameter() throws Exception {
    assertThat(send(request("/things/team%2Fapp%2342")).body()).contains("\"team/app#42\"");
    assertThat(send(request("/things/team/app")).statusCode()).isEqualTo(404);
  }

  @Test
  void aBodyUpToTheBoundIsTakenAndOneByteMoreIsNot() throws Exception {
    assertThat(send(request("/echo").POST(BodyPublishers.ofString("x".repeat(MOST)))).statusCode())
        .isEqualTo(200);
    HttpResponse<String> refused =
        send(request("/echo").POST(BodyPublishers.ofString("x".repeat(MOST + 1))));
    assertThat(refused.statusCode()).isEqualTo(413);
    assertThat(refused.body()).contains("over 1000 bytes");
  }

  @Test
  void aChunkedBodyOverTheBoundIsRefusedAndItsSenderReadsTheAnswer() throws Exception {
    try (RawClient raw = new RawClient(server.port())) {
      raw.send("POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
      raw.sendChunked(8L << 20);

      assertThat(raw.readAll())
          .startsWith("HTTP/1.1 413")
          .containsIgnoringCase("connection: close");
    }
  }

  @Test
  void aBodyWithoutAnEndIsCutOff() throws Exception {
    try (RawClient raw = new RawClient(server.port())) {
      raw.send("POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");

      assertThat(raw.sendChunked(1L << 30)).isFalse();
    }
  }

  @Test
  void aRequestThatIsRefusedBeforeItsBodyCameStillGetsItsAnswer() throws Exception {
    HttpResponse<String> refused =
        send(request("/refuse").POST(BodyPublishers.ofByteArray(new byte[4 << 20])));
    assertThat(refused.statusCode()).isEqualTo(401);
    assertThat(refused.body()).isEqualTo("{\"error\":\"tried to come in, but there is no token\"}");
  }

  @Test
  void aBodyThatDoesNotComeIsNotWaitedForLong() throws Exception {
    try (RawClient raw = new RawClient(server.port())) {
      raw.send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc");

      assertThat(raw.readUntil("}")).startsWith("HTTP/1.1 408");
    }
  }

  @Test
  void aSenderThatAsksBeforeSendingIsToldToGoOn() throws Exception {
    try (RawClient raw = new RawClient(server.port())) {
      raw.send(
          "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n");
      assertThat(raw.readUntil("\r\n\r\n")).startsWith("HTTP/1.1 100");
      raw.send("abc");
      assertThat(raw.readUntil("}")).contains("HTTP/1.1 200").contains("abc");
    }
    try (RawClient raw = new RawClient(server.port())) {
      raw.send(
          "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\nExpect: 100-continue\r\n\r\n"
              .formatted(30_000));
      assertThat(raw.readUntil("}")).startsWith("HTTP/1.1 413");
    }
  }

  @Test
  void whatNobodyKnowsIsJsonToo() throws Exception {
    HttpResponse<String> absent = send(request("/nowhere"));
    assertThat(absent.statusCode()).isEqualTo(404);
    assertThat(absent.body()).startsWith("{\"error\":");
    assertThat(absent.headers().firstValue("Content-Type")).contains("application/json");

    HttpResponse<String> method = send(request("/echo").DELETE());
    assertThat(method.statusCode()).isEqualTo(405);
    assertThat(method.body()).startsWith("{\"error\":");
  }

  @Test
  void aMalformedPathIsABadRequest() throws Exception {
    for (String path : List.of("/things/%zz", "/things/%", "/things/%c3%28")) {
      try (RawClient raw = new RawClient(server.port())) {
        raw.send("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        assertThat(raw.readAll()).as(path).doesNotContain("500").containsAnyOf(" 400 ", " 200 ");
      }
    }
    try (RawClient raw = new RawClient(server.port())) {
      raw.send("nonsense\r\n\r\n");
      assertThat(raw.readAll()).contains(" 400 ", "{\"error\":");
    }
  }

  @Test
  void headIsGetWithoutABody() throws Exception {
    HttpResponse<String> answer =
        send(request("/things/a").method("HEAD", BodyPublishers.noBody()));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEmpty();
    assertThat(answer.headers().firstValue("Content-Length")).contains("12");
  }

  @Test
  void aFailureTellsTheClientNothingOfItsInside() throws Exception {
    HttpResponse<String> answer = send(request("/broken").header("X-Request-Id", "mine-1"));
    assertThat(answer.statusCode()).isEqualTo(500);
    assertThat(answer.body()).doesNotContain("hunter2", "Exception", "at dev.").contains("mine-1");
    assertThat(answer.headers().firstValue("X-Request-Id")).contains("mine-1");
    assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
  }

  @Test
  void exceptionsHaveTheirStatuses() throws Exception {
    assertThat(send(request("/absent")).statusCode()).isEqualTo(404);
    HttpResponse<String> down = send(request("/down"));
    assertThat(down.statusCode()).isEqualTo(503);
    assertThat(down.headers().firstValue("Retry-After")).contains("5");
  }

  @Test
  void aClientThatReadsNothingMakesTheWriterWaitAndThenGiveUp() throws Exception {
    try (RawClient raw = new RawClient(server.port())) {
      raw.send("GET /endless HTTP/1.1\r\nHost: x\r\n\r\n");
      raw.readUntil("\r\n\r\n");

      await().atMost(20, TimeUnit.SECONDS).untilTrue(streamEnded);
      assertThat(streamed.get()).isLessThan(64L << 20);
    }
  }

  @Test
  void everyAnswerIsObservedByItsRouteAndNotByItsPath() throws Exception {
    send(request("/things/unique"));

    await()
        .atMost(5, TimeUnit.SECONDS)
        .untilAsserted(() -> assertThat(observed).contains("GET /things/{thing} 200"));
  }

  @Test
  void closingLetsOpenRequestsEnd() throws Exception {
    CountDownLatch began = new CountDownLatch(1);
    WebServer other =
        WebServer.start(
            vertx,
            new WebServerConfig("127.0.0.1", 0, null),
            (_, _, _, _) -> {},
            List.of(table ->
                table.add(
                    "GET",
                    "/slow",
                    _ -> {
                      began.countDown();
                      Thread.sleep(500);
                      return ok("done");
                    })));
    CompletableFuture<HttpResponse<String>> answer =
        client.sendAsync(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + other.port() + "/slow"))
                .build(),
            BodyHandlers.ofString());
    began.await();
    other.close();

    assertThat(answer.get(5, TimeUnit.SECONDS).body()).contains("done");
  }

  @Test
  void plainHttpOnLoopbackAndTlsBesideHaveTheSameRoutes(@TempDir Path folder) throws Exception {
    var authority = CertificateAuthority.open(folder, "test", Clock.systemUTC());
    authority.certify("dispatcher", List.of("127.0.0.1"));
    var tls =
        new WebServerConfig.Tls(authority.certificate("dispatcher"), authority.key("dispatcher"));
    var config =
        new WebServerConfig("127.0.0.1", 0, null)
            .beside(new WebServerConfig.Listener("127.0.0.1", 0, tls));
    SSLContext trust = AuthorityPin.lastOf(authority.authorities()).trust();
    try (WebServer both =
            WebServer.start(vertx, config, (_, _, _, _) -> {}, List.of(WebServerTest::mount));
        HttpClient trusting = HttpClient.newBuilder().sslContext(trust).build()) {
      HttpResponse<String> plain =
          trusting.send(
              HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + both.port() + "/things/a"))
                  .build(),
              BodyHandlers.ofString());
      HttpResponse<String> secure =
          trusting.send(
              HttpRequest.newBuilder(
                      URI.create("https://127.0.0.1:" + both.lastPort() + "/things/a"))
                  .build(),
              BodyHandlers.ofString());

      assertThat(secure.body()).isEqualTo(plain.body());
      assertThat(secure.headers().firstValue("Strict-Transport-Security")).isPresent();
      assertThat(plain.headers().firstValue("Strict-Transport-Security")).isEmpty();
    }
  }

  @Test
  void aTakenPortIsToldByTheSettingsName() {
    assertThatThrownBy(() ->
            WebServer.start(
                vertx,
                new WebServerConfig("127.0.0.1", server.port(), null),
                (_, _, _, _) -> {},
                List.of()))
        .hasMessageContaining("HEARTH_DISPATCHER_PORT");
  }
}
