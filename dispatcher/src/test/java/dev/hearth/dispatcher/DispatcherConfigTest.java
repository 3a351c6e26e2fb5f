package dev.hearth.dispatcher;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.dispatcher.oidc.OidcConfig;
import dev.hearth.protocol.settings.SettingsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DispatcherConfigTest {
  @TempDir Path directory;

  @Test
  void anEmptyEnvironmentIsAFarmOnLoopback() {
    DispatcherConfig config = DispatcherConfig.of(Map.of("PATH", "/bin"));

    assertThat(config.listen()).isEqualTo(new DispatcherConfig.Listen("127.0.0.1", 8080));
    assertThat(config.home()).isEqualTo(Path.of("/var/lib/hearth/hearth"));
    assertThat(config.etcd().endpoints()).containsExactly("http://127.0.0.1:2379");
    assertThat(config.registry().url()).isEqualTo("http://127.0.0.1:5000");
    assertThat(config.database().url()).isEqualTo("jdbc:sqlite:/var/lib/hearth/hearth/hearth.db");
    assertThat(config.leaseTtl()).isEqualTo(Duration.ofSeconds(10));
    assertThat(config.tls()).isNull();
  }

  @Test
  void theFarmsNamesAndPortsMoveTheDefaults() {
    DispatcherConfig config =
        DispatcherConfig.of(
            Map.of(
                "HEARTH_FARM", "second",
                "HEARTH_DISPATCHER_PORT", "8090",
                "HEARTH_ETCD_PORT", "2399",
                "HEARTH_REGISTRY_PORT", "5009",
                "HEARTH_MIRROR_PORT", "5001"));

    assertThat(config.home()).isEqualTo(Path.of("/var/lib/hearth/second"));
    assertThat(config.listen().port()).isEqualTo(8090);
    assertThat(config.etcd().endpoints()).containsExactly("http://127.0.0.1:2399");
    assertThat(config.registry().address()).isEqualTo("127.0.0.1:5009");
  }

  @Test
  void passwordsAreReadFromTheirFilesAndNeverShown() throws IOException {
    Path file = Files.writeString(directory.resolve("password"), "hunter2\n");

    DispatcherConfig config =
        DispatcherConfig.of(
            Map.of(
                "HEARTH_ETCD_USER",
                "root",
                "HEARTH_ETCD_PASSWORD_FILE",
                file.toString(),
                "HEARTH_REGISTRY_USER",
                "hearth",
                "HEARTH_REGISTRY_PASSWORD_FILE",
                file.toString()));

    assertThat(config.etcd().password()).isEqualTo("hunter2");
    assertThat(config.registry().password()).isEqualTo("hunter2");
    assertThat(config.toString()).doesNotContain("hunter2");
  }

  @Test
  void allThatIsWrongIsToldAtOnce() {
    Map<String, String> environment =
        Map.of(
            "HEARTH_LISTEN", "8080",
            "HEARTH_LEASE_TTL", "1s",
            "HEARTH_ETCD_PORT", "70000",
            "HEARTH_ETCD_USER", "root",
            "HEARTH_GIT_ALLOW", "localhost",
            "HEARTH_REGISTRY_PASSWORD_FILE", "/no/such/file",
            "HEARTH_LEASE", "5s");

    assertThatThrownBy(() -> DispatcherConfig.of(environment))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("HEARTH_LISTEN can't be used: it must be host:port")
        .hasMessageContaining("HEARTH_LEASE_TTL can't be used: it must be 5s at least")
        .hasMessageContaining("HEARTH_ETCD_PORT can't be used")
        .hasMessageContaining("HEARTH_ETCD_USER, HEARTH_ETCD_PASSWORD_FILE belong together")
        .hasMessageContaining("HEARTH_GIT_ALLOW can't be used")
        .hasMessageContaining("there is no readable file /no/such/file")
        .hasMessageContaining("no setting HEARTH_LEASE; did you mean HEARTH_LEASE_TTL?");
  }

  @Test
  void aPortThatIsTakenAsItComesIsOnlyTheDispatchersOwn() {
    assertThat(DispatcherConfig.of(Map.of("HEARTH_DISPATCHER_PORT", "0")).listen().port()).isZero();
    assertThatThrownBy(() -> DispatcherConfig.of(Map.of("HEARTH_ETCD_PORT", "0")))
        .hasMessageContaining("HEARTH_ETCD_PORT can't be used");
  }

  @Test
  void anOpenIdProviderIsAllOfItOrNone() throws IOException {
    Path file = Files.writeString(directory.resolve("secret"), "hunter2\n");
    Map<String, String> all =
        Map.of(
            "HEARTH_OIDC_ISSUER", "https://gitlab.example.com",
            "HEARTH_OIDC_CLIENT_ID", "hearth",
            "HEARTH_OIDC_CLIENT_SECRET_FILE", file.toString());

    OidcConfig oidc = requireNonNull(DispatcherConfig.of(all).oidc());
    assertThat(oidc.clientId()).isEqualTo("hearth");
    assertThat(oidc.clientSecret().reveal()).isEqualTo("hunter2");
    assertThat(DispatcherConfig.of(Map.of()).oidc()).isNull();
    assertThatThrownBy(() -> DispatcherConfig.of(Map.of("HEARTH_OIDC_CLIENT_ID", "hearth")))
        .hasMessageContaining("belong together");
    Map<String, String> plain = new HashMap<>(all);
    plain.put("HEARTH_OIDC_ISSUER", "http://gitlab.example.com");
    assertThatThrownBy(() -> DispatcherConfig.of(plain))
        .hasMessageContaining("HEARTH_OIDC_ISSUER can't be used: it must be like https://");
  }

  @Test
  void aPostgresqlHasAUserAndAPasswordInAFile() throws IOException {
    Path file = Files.writeString(directory.resolve("password"), "hunter2\n");

    DispatcherConfig config =
        DispatcherConfig.of(
            Map.of(
                "HEARTH_DATABASE", "jdbc:postgresql://db:5432/hearth?sslmode=verify-full",
                "HEARTH_DATABASE_USER", "hearth",
                "HEARTH_DATABASE_PASSWORD_FILE", file.toString()));

    assertThat(config.database().isPostgres()).isTrue();
    assertThat(config.database().password()).isEqualTo("hunter2");
    assertThat(config.database()).hasToString("jdbc:postgresql://db:5432/hearth as hearth");
    assertThatThrownBy(() ->
            DispatcherConfig.of(
                Map.of("HEARTH_DATABASE", "jdbc:postgresql://db/hearth?user=a&password=b")))
        .hasMessageContaining("HEARTH_DATABASE holds a password");
    assertThatThrownBy(() -> DispatcherConfig.of(Map.of("HEARTH_DATABASE", "jdbc:mysql://db/h")))
        .hasMessageContaining("HEARTH_DATABASE can't be used: it must be jdbc:sqlite:");
  }

  @Test
  void tlsIsSpokenBesidePlainHttpOnLoopback() {
    DispatcherConfig config =
        DispatcherConfig.of(
            Map.of(
                "HEARTH_TLS_LISTEN", "10.1.2.3:8443",
                "HEARTH_TLS_CERT", "/tls.pem",
                "HEARTH_TLS_KEY", "/tls.key"));

    assertThat(config.plain()).isTrue();
    assertThat(config.url()).isEqualTo("http://127.0.0.1:8080");
    assertThat(config.agentsUrl()).isEqualTo("https://10.1.2.3:8443");
    assertThatThrownBy(() -> DispatcherConfig.of(Map.of("HEARTH_TLS_LISTEN", "10.1.2.3:8443")))
        .hasMessageContaining("HEARTH_TLS_LISTEN needs HEARTH_TLS_CERT");
    assertThatThrownBy(() ->
            DispatcherConfig.of(
                Map.of(
                    "HEARTH_LISTEN", "10.1.2.3:8080",
                    "HEARTH_TLS_LISTEN", "10.1.2.3:8443",
                    "HEARTH_TLS_CERT", "/tls.pem",
                    "HEARTH_TLS_KEY", "/tls.key")))
        .hasMessageContaining("must not pass in plain HTTP");
  }

  @Test
  void agentsShareTheFarmsRulesForGitHosts() {
    DispatcherConfig config =
        DispatcherConfig.of(Map.of("HEARTH_GIT_HOSTS", "git.example", "HEARTH_FARM", "east"));

    assertThat(config.joining().settings())
        .containsOnly(
            Map.entry("HEARTH_GIT_HOSTS", "git.example"), Map.entry("HEARTH_FARM", "east"));
    assertThat(config.joining().etcdAdvertised()).containsExactly("http://127.0.0.1:2379");
  }

  @Test
  void plainHttpIsRefusedWhereOthersCanReachIt() {
    assertThatThrownBy(() -> DispatcherConfig.of(Map.of("HEARTH_LISTEN", "0.0.0.0:8080")))
        .hasMessageContaining("HEARTH_TLS_CERT");

    DispatcherConfig config =
        DispatcherConfig.of(
            Map.of(
                "HEARTH_LISTEN", "0.0.0.0:8080",
                "HEARTH_TLS_CERT", "/etc/hearth/cert.pem",
                "HEARTH_TLS_KEY", "/etc/hearth/key.pem"));
    assertThat(config.tls()).isNotNull();
  }

  @Test
  void theSettingsOfAgentsMayStandInTheSameEnvironment() {
    Map<String, String> environment =
        Map.of("HEARTH_CA_CERTIFICATES", "/etc/certificates", "HEARTH_AGENT_SLOTS", "4");

    assertThat(DispatcherConfig.of(environment).listen().port()).isEqualTo(8080);
  }
}
