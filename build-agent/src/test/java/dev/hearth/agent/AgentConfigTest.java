package dev.hearth.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.protocol.settings.SettingsException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentConfigTest {
  @TempDir private Path home;

  @Test
  void aKeyIsAllThatAnAgentOnTheFarmsOwnHostMustBeGiven() throws IOException {
    Files.writeString(home.resolve("key"), "tiger\n");

    AgentConfig config = AgentConfig.read(Map.of("HEARTH_AGENT_HOME", home.toString()));

    assertThat(config.key().value()).isEqualTo("tiger");
    assertThat(config.dispatchers()).containsExactly(URI.create("http://127.0.0.1:8080"));
    assertThat(config.etcd().endpoints()).containsExactly("http://127.0.0.1:2379");
    assertThat(config.leaseTtl()).hasSeconds(10);
    assertThat(config.handOverLease()).hasSeconds(120);
    assertThat(config.toString()).doesNotContain("tiger");
  }

  @Test
  void anAgentIsAsStrictAsTheFarmsDispatchers() {
    Map<String, String> environment =
        Map.of(
            "HEARTH_AGENT_HOME", home.toString(),
            "HEARTH_FARM", "East",
            "HEARTH_ETCD_ENDPOINTS", "http://root:tiger@etcd:2379",
            "HEARTH_ETCD_USER", "a",
            "HEARTH_GIT_ALLOW", "localhost",
            "HEARTH_DISPATCHER_URL", "https://root:tiger@farm ^",
            "HEARTH_LEASE_TTL", "4s",
            "HEARTH_HAND_OVER_LEASE", "2h");

    assertThatThrownBy(() -> AgentConfig.read(environment))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("HEARTH_FARM can't be used")
        .hasMessageContaining("HEARTH_ETCD_ENDPOINTS can't be used")
        .hasMessageContaining("HEARTH_ETCD_USER, HEARTH_ETCD_PASSWORD_FILE belong together")
        .hasMessageContaining("HEARTH_GIT_ALLOW can't be used")
        .hasMessageContaining("HEARTH_DISPATCHER_URL can't be used")
        .hasMessageContaining("HEARTH_LEASE_TTL can't be used: it must be from 5s to 5m")
        .hasMessageContaining("HEARTH_HAND_OVER_LEASE can't be used: it must be from 5s to 1h")
        .hasMessageContaining("there is no readable file " + home.resolve("key"))
        .hasMessageNotContaining("tiger");
  }
}
