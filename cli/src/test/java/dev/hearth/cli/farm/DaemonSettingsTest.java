package dev.hearth.cli.farm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.agent.AgentConfig;
import dev.hearth.cli.terminal.Terminal;
import dev.hearth.dispatcher.DispatcherConfig;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DaemonSettingsTest {
  @TempDir private Path home;
  private Map<String, String> environment = Map.of();
  private FarmSettings farm = farm(environment);

  @BeforeEach
  void theLevelOfLogsIsSet() {
    environment = Map.of("HEARTH_HOME", home.toString(), "HEARTH_LOG_LEVEL", "debug");
    farm = farm(environment);
  }

  @Test
  void aLevelOfLogsHindersNobodyWhoLooksAtTheFarm() {
    assertThat(new FarmParts(farm, environment, Surroundings.host()).all()).isNotEmpty();
  }

  @Test
  void everyDaemonGetsTheLevelAndTakesIt() {
    FarmFiles files = new FarmFiles(home);
    DaemonSettings daemons = new DaemonSettings(farm, files, new FarmTls(farm, files), environment);
    Map<String, String> dispatcher = daemons.dispatcher(0);
    Map<String, String> agent = daemons.agent("hearth-a");

    assertThat(dispatcher).containsEntry("HEARTH_LOG_LEVEL", "debug");
    assertThat(agent).containsEntry("HEARTH_LOG_LEVEL", "debug");
    List.of("etcd-root", "etcd-dispatcher", "registry-events").forEach(files::secret);
    assertThat(DispatcherConfig.of(dispatcher).home()).isEqualTo(home);
    assertThat(AgentConfig.nameOf(agent)).hasToString("hearth-a");
  }

  private static FarmSettings farm(Map<String, String> environment) {
    return FarmSettings.of(
        new Terminal(
            InputStream.nullInputStream(),
            new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
            new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
            environment,
            false));
  }
}
