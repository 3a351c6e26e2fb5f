package dev.hearth.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A short game of the command's, as an operator plays it. */
class GameDayTest {
  @TempDir private Path folder;

  @Test
  void aBigFarmLosesNothingWhileItsPartsAreKilled() throws Exception {
    JsonNode game =
        play(
            "--minutes",
            "0.5",
            "--seed",
            "3",
            "--harm",
            "agent-kill",
            "--harm",
            "dispatcher-kill",
            "--harm",
            "etcd-leader-kill",
            "--json");

    assertThat(game.path("held").asBoolean()).as(game.toPrettyString()).isTrue();
    assertThat(game.path("accepted").asInt()).isGreaterThan(3);
    assertThat(game.path("ended").path("succeeded").asInt()).isPositive();
    assertThat(game.path("faults").path("agent-kill").asInt()).isPositive();
    assertThat(game.path("faults").path("dispatcher-kill").asInt()).isPositive();
    assertThat(game.path("faults").path("etcd-leader-kill").asInt()).isPositive();
  }

  private JsonNode play(String... options) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                // The program's own: the tests' logs to the standard output, where the JSON goes.
                "-Dlogback.configurationFile=logback.xml",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.hearth.cli.Main",
                "gameday"));
    command.addAll(List.of(options));
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    try {
      assertThat(process.waitFor(8, TimeUnit.MINUTES)).as(Files.readString(err)).isTrue();
    } finally {
      process.destroy(); // it takes its farm down
      process.waitFor(2, TimeUnit.MINUTES);
    }
    assertThat(out).as(Files.readString(err)).isNotEmptyFile();
    return new ObjectMapper().readTree(out.toFile());
  }
}
