package dev.hearth.cli.gameday;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReportTest {
  private static final Report REPORT =
      new Report(
          new Result(
              Plan.of(42, Duration.ofMinutes(1), Set.of(HarmKind.AGENT_KILL)),
              List.of(),
              List.of(
                  new BuildEvidence(
                      "b1",
                      "game/alpha#1",
                      "refs/heads/main",
                      "c1",
                      Instant.EPOCH,
                      true,
                      "succeeded",
                      "",
                      List.of("succeeded"),
                      false,
                      Map.of(1, new LogEvidence(0, 0, 0, 0), 2, new LogEvidence(7, 0, 0, 0)),
                      Map.of())),
              List.of(new Finding(Finding.Wrong.LOG, "game/alpha#1, attempt 2: torn")),
              List.of(
                  new Done(HarmKind.AGENT_KILL, "a", Instant.EPOCH, Instant.EPOCH.plusSeconds(5))),
              List.of(),
              new Times(
                  List.of(Duration.ofSeconds(10)),
                  List.of(Duration.ofSeconds(11), Duration.ofSeconds(13)),
                  List.of(),
                  List.of(),
                  List.of()),
              new Answers(
                  List.of(
                      new Answers.Try("dispatcher-2", Instant.EPOCH, Duration.ofMillis(1500), 503)),
                  Duration.ofMillis(1500)),
              "/tmp/logs"));

  @Test
  void theTableSaysWhatCameOfIt() {
    assertThat(REPORT.text())
        .startsWith("gameday, seed 42")
        .containsPattern("builds accepted +1\n")
        .containsPattern("  succeeded +1\n")
        .containsPattern("ended twice +0\n")
        .containsPattern("log bytes lost +7\n")
        .containsPattern("fault agent-kill +1\n")
        .containsPattern("  not taken by one left alone +1\n")
        .contains("not taken: dispatcher-2, 1970-01-01T00:00:00Z: answered with 503 after 1.5 s")
        .contains("p50 11.0  p99 13.0  max 13.0")
        .contains("NOT  logs with bytes lost or doubled: game/alpha#1, attempt 2: torn")
        .contains("the farm's logs are in /tmp/logs");
  }

  @Test
  void programsReadTheSame() {
    JsonNode json = REPORT.json();

    assertThat(json.path("seed").asLong()).isEqualTo(42);
    assertThat(json.path("held").asBoolean()).isFalse();
    assertThat(json.path("ended").path("succeeded").asInt()).isEqualTo(1);
    assertThat(json.path("logBytesLost").asInt()).isEqualTo(7);
    assertThat(json.path("attemptsLost").asInt()).isEqualTo(1);
    assertThat(json.path("faults").path("agent-kill").asInt()).isEqualTo(1);
    assertThat(json.path("runningElsewhereSeconds").path("p99").asDouble()).isEqualTo(13);
    assertThat(json.path("longestAnswerLeftAloneSeconds").asDouble()).isEqualTo(1.5);
    assertThat(json.path("findings")).hasSize(1);
  }
}
