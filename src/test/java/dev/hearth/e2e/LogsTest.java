package dev.hearth.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
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
  void whoFollowsALogAndComesBackMissesAndRepeatsNothing() throws IOException {
    TestBuild build =
        farm.project(COUNTING).push(Map.of("Dockerfile", "FROM debian:bookworm-slim\n"));
    FollowedLog followed = new FollowedLog(build.id());

    while (!followed.isEnded()) {
      followed.follow(farm.client, followed.text().length() + 5_000);
    }

    build.succeeded();
    assertThat(followed.connections()).isGreaterThan(3);
    assertThat(followed.text()).isEqualTo(build.log());
    assertThat(counted(followed.text())).isEqualTo(COUNTED);
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
}
