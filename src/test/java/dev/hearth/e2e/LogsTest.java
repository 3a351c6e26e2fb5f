package dev.hearth.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Of a log nothing gets lost and nothing comes twice. */
@OnSharedFarm
class LogsTest {
  private static final int LINES = 3000;
  private static final String COUNTING =
      "{\"builder\": \"maven-jdk17\", \"command\": \"for i in $(seq 1 %d); do echo line $i; test $((i %% 300)) != 0 || sleep 0.5; done\"}"
          .formatted(LINES);
  private static final String COUNTED =
      IntStream.rangeClosed(1, LINES)
          .mapToObj(i -> "line " + i + "\n")
          .collect(Collectors.joining());

  private final TestFarm farm;

  LogsTest(TestFarm farm) {
    this.farm = farm;
  }

  @Test
  void aConnectionBrokenInTheMiddleLosesAndRepeatsNothing() {
    TestBuild build =
        farm.project(COUNTING).push(Map.of("Dockerfile", "FROM debian:bookworm-slim\n"));

    int cut = 0;
    for (int line = LINES / 10; line < LINES; line += LINES / 5) {
      String seen = "line " + line + "\n";
      await("'line %d'".formatted(line))
          .atMost(Duration.ofMinutes(2))
          .until(() -> build.log().contains(seen));
      cut += farm.proxy.cut();
    }

    build.succeeded();
    assertThat(cut).as("connections that were cut").isPositive();
    assertThat(counted(build.log())).isEqualTo(COUNTED);
  }

  @Test
  void whoFollowsALogAndComesBackMissesAndRepeatsNothing() {
    TestBuild build =
        farm.project(COUNTING).push(Map.of("Dockerfile", "FROM debian:bookworm-slim\n"));
    Followed followed = new Followed();

    while (!followed.ended) {
      follow(build, followed, followed.text.length() + 5_000);
    }

    build.succeeded();
    assertThat(followed.connections).isGreaterThan(3);
    assertThat(followed.text.toString()).isEqualTo(build.log());
    assertThat(counted(followed.text.toString())).isEqualTo(COUNTED);
  }

  @Test
  void aLogIsReadFromAnOffset() {
    TestBuild build =
        farm.project()
            .push(Map.of("Dockerfile", "FROM debian:bookworm-slim\nRUN true\n"))
            .succeeded();
    String whole = build.log();

    var part = farm.client.get("/api/v1/builds/" + build.id() + "/log?offset=10&limit=20");

    assertThat(part.body()).isEqualTo(whole.substring(10, 30));
    assertThat(part.headers().firstValue("Hearth-Log-Next")).contains("30");
    assertThat(part.headers().firstValue("Hearth-Log-Length")).contains("" + whole.length());
  }

  private static String counted(String log) {
    return log.lines()
        .filter(line -> line.startsWith("line "))
        .collect(Collectors.joining("\n", "", "\n"));
  }

  /** What somebody has seen of a log, over several connections. */
  private static final class Followed {
    final StringBuilder text = new StringBuilder();
    String lastId = "";
    boolean ended;
    int connections;
  }

  /** Follows until there is that much text, then hangs up. */
  private void follow(TestBuild build, Followed followed, int length) {
    var request = farm.client.authorized("/api/v1/builds/" + build.id() + "/log/stream");
    if (!followed.lastId.isEmpty()) {
      request.header("Last-Event-ID", followed.lastId);
    }
    followed.connections++;
    try (var reader =
        new BufferedReader(
            new InputStreamReader(
                farm.client.http().send(request.build(), BodyHandlers.ofInputStream()).body(),
                StandardCharsets.UTF_8))) {
      while (followed.text.length() < length && !followed.ended) {
        event(reader, followed);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static void event(BufferedReader reader, Followed followed) throws IOException {
    String name = "";
    String id = followed.lastId;
    StringBuilder data = new StringBuilder();
    boolean first = true;
    for (String line = reader.readLine();
        line != null && !line.isEmpty();
        line = reader.readLine()) {
      if (line.startsWith("event:")) {
        name = line.substring(6).strip();
      } else if (line.startsWith("id:")) {
        id = line.substring(3).strip();
      } else if (line.startsWith("data:")) {
        data.append(first ? "" : "\n").append(line.substring(5).replaceFirst("^ ", ""));
        first = false;
      }
    }
    followed.lastId = id;
    switch (name) {
      case "log" -> followed.text.append(data);
      case "end" -> followed.ended = true;
      case "gap" -> throw new AssertionError("a gap: " + data);
      default -> {}
    }
  }
}
