package dev.hearth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.cli.farm.Docker;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 2, unit = TimeUnit.MINUTES)
class FarmCareCommandsTest {
  private static final String DOCTOR = "GET /api/v1/doctor";

  @TempDir private Path home;
  private StandInFarm farm;

  @BeforeEach
  void start() throws IOException {
    farm = new StandInFarm();
  }

  @AfterEach
  void stop() {
    farm.close();
  }

  private Ran hearth(String... arguments) {
    return Ran.hearth(
        Map.of(
            "HOME", home.toString(),
            "HEARTH_HOME", home.toString(),
            "HEARTH_URL", farm.url(),
            "HEARTH_TOKEN", "secret"),
        "",
        arguments);
  }

  private static String diagnosis(String violations, String identity, Instant at) {
    return """
    {"at":"%s","sound":%s,"violations":[%s],"notices":["a notice"],"builds":3,
     "agents":[{"name":"a","identity":"%s"}],"attempts":[]}
    """
        .formatted(at, violations.isEmpty(), violations, identity);
  }

  @Test
  void aSoundFarmIsSaidToBeSo() {
    farm.answers(DOCTOR, 200, diagnosis("", "nobody", Instant.now()));

    Ran ran = hearth("doctor");

    assertThat(ran.out()).isEqualTo("a notice\nThe farm is sound; 3 builds are under way.\n");
    assertThat(ran.status()).isZero();
  }

  @Test
  void whatDoesNotHoldIsToldAndTheStatusSaysSo() {
    String stray =
        "{\"kind\":\"stray mark\",\"subject\":\"/hearth/same/x\",\"sentence\":\"it is over\"}";
    farm.answers(DOCTOR, 200, diagnosis(stray, "nobody", Instant.now().minus(Duration.ofHours(1))));

    Ran ran = hearth("doctor");

    assertThat(ran.status()).isEqualTo(1);
    assertThat(ran.out()).contains("stray mark", "/hearth/same/x", "it is over", "its clock");
    assertThat(hearth("doctor", "--json").out()).contains("\"sound\" : false");
  }

  @Test
  void aContainerOfAnAttemptThatNobodyRunsIsFoundOnItsAgentsHost() {
    String identity = UUID.randomUUID().toString();
    Docker docker = new Docker();
    String container =
        docker.run(
            "run",
            "-d",
            "--rm",
            "--label",
            "dev.hearth.attempt=left-1",
            "--label",
            "dev.hearth.identity=" + identity,
            "debian:bookworm-slim",
            "sleep",
            "100");
    try {
      farm.answers(DOCTOR, 200, diagnosis("", identity, Instant.now()));
      farm.answers(DOCTOR, 200, diagnosis("", "another farm's agent", Instant.now()));

      Ran ran = hearth("doctor");
      assertThat(ran.status()).isEqualTo(1);
      assertThat(ran.out()).contains("left in the engine", "of attempt left-1");
      assertThat(hearth("doctor").status()).isZero();
    } finally {
      docker.run("rm", "-f", container);
    }
  }

  @Test
  void aSettingThatCantBeUsedIsTheOperatorsMistakeAndNotTheProgramsFault() {
    for (String command : List.of("status", "agent rotate", "agent join u --token t")) {
      Ran ran =
          Ran.hearth(
              Map.of(
                  "HEARTH_HOME", home.toString(), "HEARTH_AGENT_SLOT", "2", "HEARTH_ON_TERM", "x"),
              "",
              command.split(" "));

      assertThat(ran.status()).isEqualTo(1);
      assertThat(ran.err())
          .startsWith(
              "hearth: there is no setting HEARTH_AGENT_SLOT; did you mean HEARTH_AGENT_SLOTS?")
          .doesNotContain("fault of this program");
    }
    assertThat(
            Ran.hearth(Map.of("HEARTH_HOME", home.toString(), "HEARTH_ON_TERM", "x"), "", "status")
                .err())
        .isEqualTo("hearth: HEARTH_ON_TERM can't be used: it must be hand-over or finish\n");
  }

  @Test
  void deliveriesAreShownInATable() {
    farm.answers(
        "GET /api/v1/deliveries?decision=built&project=team%2Fapp",
        200,
        """
        {"deliveries":[
          {"id":"2","at":"2026-01-02T03:04:05.678Z","host":"gitlab","project":"team/app",
           "delivery":"d","ref":"refs/heads/main","commit":"0123456789abcdef","decision":"built",
           "reason":"","count":1,"builds":[{"id":"x","number":42,"url":"u"}]},
          {"id":"1","at":"2026-01-02T03:04:04Z","host":"github","project":null,"delivery":"",
           "ref":"","commit":"","decision":"refused","reason":"a wrong secret","count":7,
           "builds":[]}],"next":null}
        """);

    assertThat(hearth("deliveries", "team/app", "--decision", "built").out().lines())
        .map(line -> line.replaceAll(" +", " ").strip())
        .containsExactly(
            "CAME HOST PROJECT REF COMMIT DECISION BUILDS OR WHY",
            "2026-01-02T03:04:05Z gitlab team/app main 01234567 built #42",
            "2026-01-02T03:04:04Z github - - - refused x7 a wrong secret");
  }
}
