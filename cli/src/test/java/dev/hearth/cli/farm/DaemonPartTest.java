package dev.hearth.cli.farm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DaemonPartTest {
  /** Takes half a second to end, and then says that it did. */
  private static final String SCRIPT =
      "trap 'sleep 0.5; touch ended; exit' TERM; touch began; while :; do sleep 0.05; done";

  @TempDir private Path home;
  private DaemonPart daemon;

  @BeforeEach
  void start() throws Exception {
    Files.createDirectories(home.resolve("run"));
    daemon = daemon("one.jar", Duration.ofSeconds(20));
    daemon.start();
    while (!Files.exists(home.resolve("began"))) {
      Thread.onSpinWait();
    }
  }

  @AfterEach
  void stop() {
    daemon("one.jar", Duration.ZERO).stop();
  }

  @Test
  void isGivenTheTimeThatItTakesToEnd() {
    daemon.stop();

    assertThat(daemon.isRunning()).isFalse();
    assertThat(home.resolve("ended")).exists();
  }

  @Test
  void isKilledAfterThat() {
    daemon("one.jar", Duration.ofMillis(50)).stop();

    assertThat(daemon.isRunning()).isFalse();
    assertThat(home.resolve("ended")).doesNotExist();
  }

  @Test
  void isOutdatedWhenItRunsAnotherProgramThanWouldBeStarted() {
    assertThat(daemon.isOutdated()).isFalse();
    assertThat(daemon("two.jar", Duration.ZERO).isOutdated()).isTrue();

    daemon.stop();
    assertThat(daemon("two.jar", Duration.ZERO).isOutdated()).isFalse();
  }

  private DaemonPart daemon(String program, Duration grace) {
    return new DaemonPart(
        "agent",
        "",
        new FarmFiles(home),
        List.of("bash", "-c", SCRIPT, "-cp", program),
        Map.of("PATH", System.getenv("PATH")),
        grace,
        () -> {},
        () -> true);
  }
}
