package dev.hearth.protocol.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {
  @TempDir private Path folder;

  @Test
  void anAbsentOrEmptySettingHasItsDefault() {
    var settings = new Settings(Map.of("HEARTH_AGENT_SLOTS", " "));

    assertThat(settings.number("HEARTH_AGENT_SLOTS", 2, 1, 64)).isEqualTo(2);
    assertThat(settings.duration("HEARTH_LEASE_TTL", Duration.ofSeconds(10))).hasSeconds(10);
    settings.refuseProblems();
  }

  @Test
  void timesAndSizesAreWrittenWithTheirUnits() {
    var settings =
        new Settings(Map.of("HEARTH_LEASE_TTL", "1.5m", "HEARTH_AGENT_MIN_FREE_DISK", "2 GiB"));

    assertThat(settings.duration("HEARTH_LEASE_TTL", Duration.ZERO)).hasSeconds(90);
    assertThat(settings.bytes("HEARTH_AGENT_MIN_FREE_DISK", 0)).isEqualTo(2L << 30);
    settings.refuseProblems();
  }

  @Test
  void pairsKeepTheirOrder() {
    var settings = new Settings(Map.of("HEARTH_BUILDERS", "node=mine/node:20, go=golang"));

    assertThat(settings.pairs("HEARTH_BUILDERS"))
        .containsExactly(Map.entry("node", "mine/node:20"), Map.entry("go", "golang"));
  }

  @Test
  void allProblemsAreReportedTogether() {
    var settings =
        new Settings(
            Map.of(
                "HEARTH_AGENT_SLOT", "2",
                "HEARTH_AGENT_SLOTS", "many",
                "HEARTH_LEASE_TTL", "10",
                "HOME", "/root"));
    settings.number("HEARTH_AGENT_SLOTS", 2, 1, 64);
    settings.duration("HEARTH_LEASE_TTL", Duration.ofSeconds(10));

    assertThatThrownBy(settings::refuseProblems)
        .isInstanceOfSatisfying(
            SettingsException.class,
            refused ->
                assertThat(refused.problems())
                    .containsExactly(
                        "there is no setting HEARTH_AGENT_SLOT; did you mean HEARTH_AGENT_SLOTS?"
                            + " If so correct its name, or unset it (docs/configuration.md lists"
                            + " all)",
                        "HEARTH_AGENT_SLOTS can't be used: it must be a whole number from 1 to 64",
                        "HEARTH_LEASE_TTL can't be used: it must be a time such as 500ms, 10s, 5m,"
                            + " 1h or 2d"));
  }

  @Test
  void serversAndAddressesHaveTheirShape() {
    var good =
        new Settings(
            Map.of(
                "HEARTH_LISTEN", "[::1]:0",
                "HEARTH_GIT_ALLOW", "localhost:80, 10.0.0.1:65535",
                "HEARTH_ADVERTISED_URL", "https://hearth.example.com/farm/",
                "HEARTH_ETCD_ENDPOINTS", "http://a:2379,http://b:2379"));
    assertThat(good.server("HEARTH_LISTEN")).contains("[::1]:0");
    assertThat(good.server("HEARTH_TLS_LISTEN")).isEmpty();
    assertThat(good.servers("HEARTH_GIT_ALLOW")).containsExactly("localhost:80", "10.0.0.1:65535");
    assertThat(good.web("HEARTH_ADVERTISED_URL")).contains("https://hearth.example.com/farm");
    assertThat(good.endpoints("HEARTH_ETCD_ENDPOINTS", List.of()))
        .containsExactly("http://a:2379", "http://b:2379");
    assertThat(good.endpoints("HEARTH_ETCD_ADVERTISED", List.of("http://c:1")))
        .containsExactly("http://c:1");
    good.refuseProblems();

    var bad =
        new Settings(
            Map.of(
                "HEARTH_LISTEN", "a:65536",
                "HEARTH_GIT_ALLOW", "localhost",
                "HEARTH_ADVERTISED_URL", "ftp://a",
                "HEARTH_ETCD_ENDPOINTS", "http://a:2379,b:2379"));
    bad.server("HEARTH_LISTEN");
    bad.servers("HEARTH_GIT_ALLOW");
    bad.web("HEARTH_ADVERTISED_URL");
    bad.endpoints("HEARTH_ETCD_ENDPOINTS", List.of());
    assertThat(problems(bad))
        .containsExactly(
            "HEARTH_LISTEN can't be used: it must be host:port",
            "HEARTH_GIT_ALLOW can't be used: it must be host:port, or several between commas",
            "HEARTH_ADVERTISED_URL can't be used: it must be like https://hearth.example.com",
            "HEARTH_ETCD_ENDPOINTS can't be used: it must be like http://127.0.0.1:2379, without a"
                + " user, or several between commas");
  }

  @Test
  void timesHaveTheirBounds() {
    var settings =
        new Settings(
            Map.of(
                "HEARTH_LEASE_TTL", "6m",
                "HEARTH_SESSION_IDLE", "299s",
                "HEARTH_KEEP_LOGS", "999999999d"));
    Duration five = Duration.ofMinutes(5);
    settings.duration("HEARTH_LEASE_TTL", five, Duration.ofSeconds(5), five);
    settings.duration("HEARTH_SESSION_IDLE", five, five);
    settings.duration("HEARTH_KEEP_LOGS", five);

    assertThat(problems(settings))
        .containsExactly(
            "HEARTH_LEASE_TTL can't be used: it must be from 5s to 5m",
            "HEARTH_SESSION_IDLE can't be used: it must be 5m at least",
            "HEARTH_KEEP_LOGS can't be used: it must be a time such as 500ms, 10s, 5m, 1h or 2d");
  }

  @Test
  void aSecretIsTheOneLineOfItsFile() throws IOException {
    Path good = Files.writeString(folder.resolve("good"), "tiger\n");
    Path empty = Files.writeString(folder.resolve("empty"), " \n");
    Path two = Files.writeString(folder.resolve("two"), "tiger\nlion\n");
    var settings =
        new Settings(
            Map.of(
                "HEARTH_ETCD_PASSWORD_FILE", good.toString(),
                "HEARTH_DATABASE_PASSWORD_FILE", empty.toString(),
                "HEARTH_REGISTRY_PASSWORD_FILE", two.toString(),
                "HEARTH_OIDC_CLIENT_SECRET_FILE", folder.resolve("none").toString()));

    assertThat(settings.secretFile("HEARTH_ETCD_PASSWORD_FILE")).contains(new Secret("tiger"));
    assertThat(settings.secretFile("HEARTH_AGENT_KEY_FILE")).isEmpty();
    assertThat(settings.secretFile("HEARTH_AGENT_KEY_FILE", good).value()).isEqualTo("tiger");
    settings.secretFile("HEARTH_DATABASE_PASSWORD_FILE");
    settings.secretFile("HEARTH_REGISTRY_PASSWORD_FILE");
    settings.secretFile("HEARTH_OIDC_CLIENT_SECRET_FILE");
    assertThat(problems(settings))
        .containsExactly(
            "HEARTH_DATABASE_PASSWORD_FILE can't be used: the file %s must hold a secret of one line"
                .formatted(empty),
            "HEARTH_REGISTRY_PASSWORD_FILE can't be used: the file %s must hold a secret of one line"
                .formatted(two),
            "HEARTH_OIDC_CLIENT_SECRET_FILE can't be used: there is no readable file %s"
                .formatted(folder.resolve("none")));
  }

  @Test
  void whatBelongsTogetherIsMissedTogether() {
    var settings =
        new Settings(
            Map.of("HEARTH_ETCD_USER", "u", "HEARTH_TLS_CERT", "c", "HEARTH_TLS_KEY", "k"));

    assertThat(settings.together("HEARTH_TLS_CERT", "HEARTH_TLS_KEY")).isTrue();
    assertThat(settings.together("HEARTH_DATABASE", "HEARTH_DATABASE_USER")).isFalse();
    assertThat(settings.together("HEARTH_ETCD_USER", "HEARTH_ETCD_PASSWORD_FILE")).isFalse();
    assertThat(problems(settings))
        .containsExactly(
            "HEARTH_ETCD_USER, HEARTH_ETCD_PASSWORD_FILE belong together, but one is missing");
  }

  @Test
  void whatASettingIsSetToIsNotTold() {
    String slip = "https://root:tiger@etcd:2379 ^";
    var settings =
        new Settings(
            Map.of(
                "HEARTH_ETCD_ENDPOINTS", slip,
                "HEARTH_ADVERTISED_URL", slip,
                "HEARTH_DOCKER_HOST", slip,
                "HEARTH_FARM", slip,
                "HEARTH_LISTEN", slip,
                "HEARTH_AGENT_SLOTS", slip));
    settings.endpoints("HEARTH_ETCD_ENDPOINTS", List.of());
    settings.web("HEARTH_ADVERTISED_URL");
    settings.uri("HEARTH_DOCKER_HOST", URI.create("unix:///var/run/docker.sock"));
    settings.farm();
    settings.server("HEARTH_LISTEN");
    settings.number("HEARTH_AGENT_SLOTS", 1, 1, 2);

    assertThat(problems(settings))
        .hasSize(6)
        .allSatisfy(problem -> assertThat(problem).doesNotContain("tiger"));
  }

  private static List<String> problems(Settings settings) {
    return assertThatThrownBy(settings::refuseProblems)
        .asInstanceOf(InstanceOfAssertFactories.throwable(SettingsException.class))
        .actual()
        .problems();
  }

  @Test
  void aSecretIsNeverPrinted() {
    assertThat(new Secret("tiger").toString()).doesNotContain("tiger");
  }
}
