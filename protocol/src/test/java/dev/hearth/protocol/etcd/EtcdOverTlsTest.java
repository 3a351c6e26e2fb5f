package dev.hearth.protocol.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.protocol.LastNumber;
import dev.hearth.protocol.ProjectId;
import dev.hearth.protocol.trust.CertificateAuthority;
import dev.hearth.testing.EtcdServer;
import dev.hearth.testing.ServerTls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An etcd whose certificate the farm's own authority signed. */
@Timeout(120)
class EtcdOverTlsTest {
  private static final FarmKeys KEYS = new FarmKeys();
  @TempDir static Path folder;
  private static CertificateAuthority authority;
  private static EtcdServer server;

  @BeforeAll
  static void start() throws IOException {
    authority = CertificateAuthority.open(folder, "test", Clock.systemUTC());
    authority.certify("etcd", List.of("127.0.0.1"));
    server =
        EtcdServer.withTls(
            new ServerTls(
                Files.readString(authority.certificate("etcd")),
                Files.readString(authority.key("etcd"))));
    try (EtcdAccess access = EtcdAccess.secure(config(authority), "root's", KEYS)) {
      access.addDispatcher("hearth", "dispatcher's");
    }
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void itIsReadWrittenAndWatchedWithAUserOverTls() throws InterruptedException {
    Key<LastNumber> key = KEYS.number(ProjectId.random());
    try (KeyValues etcd = new JetcdKeyValues(config(authority).as("hearth", "dispatcher's"))) {
      assertThat(etcd.commit(Transaction.begin().ifAbsent(key).put(key, new LastNumber(7)).end()))
          .isTrue();
      assertThat(etcd.find(key)).isPresent();
      assertThat(etcd.health().alarms()).isEmpty();
      try (Mirror<?> mirror = Mirror.start(etcd, KEYS.builds())) {
        assertThat(mirror.awaitReady(Duration.ofSeconds(20))).isTrue();
      }
    }
  }

  @Test
  void anEtcdOfAnotherAuthorityIsNotSpokenTo() throws IOException {
    CertificateAuthority other =
        CertificateAuthority.open(folder.resolve("other"), "other", Clock.systemUTC());
    try (KeyValues etcd = new JetcdKeyValues(config(other).as("hearth", "dispatcher's"))) {
      assertThatThrownBy(() -> etcd.list(KEYS.builds()))
          .isInstanceOf(EtcdUnavailableException.class);
    }
  }

  @Test
  void anEtcdUnderANameThatItsCertificateDoesNotHaveIsNotSpokenTo() {
    EtcdConfig misnamed =
        new EtcdConfig(
            List.of("https://localhost:" + server.port()),
            null,
            null,
            authority.authorities(),
            EtcdConfig.DEADLINE);
    try (KeyValues etcd = new JetcdKeyValues(misnamed)) {
      assertThatThrownBy(() -> etcd.list(KEYS.builds()))
          .isInstanceOf(EtcdUnavailableException.class);
    }
  }

  private static EtcdConfig config(CertificateAuthority trusted) {
    return new EtcdConfig(
        List.of(server.endpoint()), null, null, trusted.authorities(), EtcdConfig.DEADLINE);
  }
}
