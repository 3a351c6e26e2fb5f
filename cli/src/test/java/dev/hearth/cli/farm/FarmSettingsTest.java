package dev.hearth.cli.farm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.cli.terminal.CommandFailure;
import dev.hearth.cli.terminal.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FarmSettingsTest {
  @TempDir private Path home;

  @Test
  void aFarmIsSmallUnlessMoreIsAskedFor() {
    FarmSettings farm = farm(Map.of());

    assertThat(farm.shape()).isEqualTo(new FarmShape(1, 1, 2, false));
    assertThat(farm.agents()).containsExactly("hearth-a", "hearth-b");
    assertThat(farm.dispatcherUrl()).isEqualTo("http://127.0.0.1:8080");
    assertThat(farm.etcdEndpoints()).containsExactly("https://127.0.0.1:2379");
    assertThat(farm.agentsUrls()).containsExactly("https://127.0.0.1:8443");
  }

  @Test
  void whatOtherHostsNeedIsToldByThePublishedAddress() {
    // Every address of 127.0.0.0/8 is this machine's.
    FarmSettings farm = farm(Map.of("HEARTH_PUBLISH_ADDRESS", "127.7.7.7"));

    assertThat(farm.registryAddress()).isEqualTo("127.7.7.7:5000");
    assertThat(farm.agentsUrls()).containsExactly("https://127.7.7.7:8443");
    assertThat(farm.etcdAdvertised()).containsExactly("https://127.7.7.7:2379");
    assertThat(farm.etcdEndpoints()).containsExactly("https://127.0.0.1:2379");
    assertThat(farm.dispatcherUrl()).isEqualTo("http://127.0.0.1:8080");
  }

  @Test
  void aFarmIsPublishedOnOneAddressOfThisMachineOnly() {
    for (String wrong : List.of("0.0.0.0", "192.0.2.1", "farm.example.com")) {
      assertThatThrownBy(() -> farm(Map.of("HEARTH_PUBLISH_ADDRESS", wrong)))
          .isInstanceOf(CommandFailure.class)
          .hasMessageContaining("HEARTH_PUBLISH_ADDRESS");
    }
  }

  @Test
  void moreOfAKindListenTenPortsFurtherEach() {
    FarmSettings farm =
        farm(Map.of("HEARTH_ETCD_MEMBERS", "3", "HEARTH_DISPATCHERS", "2", "HEARTH_AGENTS", "4"));

    assertThat(farm.etcdMembers()).containsExactly("etcd", "etcd-2", "etcd-3");
    assertThat(farm.ports().etcd()).containsExactly(2379, 2389, 2399);
    assertThat(farm.dispatchers()).containsExactly("dispatcher", "dispatcher-2");
    assertThat(farm.dispatcherUrls())
        .containsExactly("http://127.0.0.1:8080", "http://127.0.0.1:8090");
    assertThat(farm.agents()).containsExactly("hearth-a", "hearth-b", "hearth-c", "hearth-d");
  }

  @Test
  void severalDispatchersGetAPostgresUnlessADatabaseIsNamed() {
    Map<String, String> two = Map.of("HEARTH_DISPATCHERS", "2");
    Map<String, String> given =
        Map.of("HEARTH_DISPATCHERS", "2", "HEARTH_DATABASE", "jdbc:postgresql://db/hearth");

    assertThat(farm(two).shape().ownPostgres()).isTrue();
    assertThat(farm(given).shape().ownPostgres()).isFalse();
  }

  @Test
  void saysAllThatIsWrong() {
    Map<String, String> wrong =
        Map.of(
            "HEARTH_ETCD_MEMBERS", "2",
            "HEARTH_AGENTS", "none",
            "HEARTH_DISPATCHERS", "2",
            "HEARTH_DATABASE", "jdbc:sqlite:/tmp/hearth.db",
            "HEARTH_GIT_PORT", "8090");

    assertThatThrownBy(() -> farm(wrong))
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining("HEARTH_ETCD_MEMBERS is 2")
        .hasMessageContaining("HEARTH_AGENTS is \"none\"")
        .hasMessageContaining("SQLite")
        .hasMessageContaining("HEARTH_DISPATCHER_PORT and HEARTH_GIT_PORT are both 8090");
  }

  @Test
  void aFarmThatIsThereIsKnownAsItWasStarted() {
    Map<String, String> three =
        Map.of(
            "HEARTH_HOME", home.toString(),
            "HEARTH_ETCD_MEMBERS", "3",
            "HEARTH_AGENTS", "3",
            "HEARTH_PUBLISH_ADDRESS", "127.7.7.7",
            "HEARTH_ETCD_PORT", "3379");
    LocalFarm.keep(farm(three));

    FarmSettings found = LocalFarm.of(terminal(Map.of("HEARTH_HOME", home.toString()))).settings();

    assertThat(found).isEqualTo(farm(three));
  }

  @Test
  void dataOfAnotherShapeIsRefused() {
    Map<String, String> one = Map.of("HEARTH_HOME", home.toString());
    LocalFarm.keep(farm(one));
    Map<String, String> more = new HashMap<>(one);
    more.put("HEARTH_ETCD_MEMBERS", "3");
    Map<String, String> other = new HashMap<>(one);
    other.put("HEARTH_DISPATCHERS", "2");

    assertThatThrownBy(() -> LocalFarm.refuseOtherData(farm(more)))
        .hasMessageContaining("HEARTH_ETCD_MEMBERS=1");
    assertThatThrownBy(() -> LocalFarm.refuseOtherData(farm(other)))
        .hasMessageContaining("one dispatcher, without a PostgreSQL");
  }

  private static FarmSettings farm(Map<String, String> environment) {
    return FarmSettings.of(terminal(environment));
  }

  private static Terminal terminal(Map<String, String> environment) {
    PrintStream nowhere =
        new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
    return new Terminal(InputStream.nullInputStream(), nowhere, nowhere, environment, false);
  }
}
