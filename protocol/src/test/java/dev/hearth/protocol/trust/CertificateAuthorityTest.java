package dev.hearth.protocol.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class CertificateAuthorityTest {
  private static final List<String> HOSTS = List.of("127.0.0.1", "::1", "localhost");

  @TempDir Path folder;

  @Test
  void itsKeysAreItsOwnersAlone() throws IOException {
    CertificateAuthority authority = open(folder, Clock.systemUTC());
    authority.certify("etcd", HOSTS);

    for (String file : List.of("ca.key", "etcd.key")) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(file))))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void itIsTheSameAfterANewStart() throws IOException {
    CertificateAuthority first = open(folder, Clock.systemUTC());
    AuthorityPin pin = AuthorityPin.lastOf(first.authorities());

    CertificateAuthority again = open(folder, Clock.systemUTC());
    again.certify("etcd", HOSTS);

    assertThat(AuthorityPin.lastOf(again.authorities())).isEqualTo(pin);
    assertThat(AuthorityPin.lastOf(again.certificate("etcd"))).isEqualTo(pin);
  }

  @Test
  void aCertificateIsRenewedWhenLessThanAThirdOfItsLifeIsLeft() throws IOException {
    assertThat(open(folder, Clock.systemUTC()).certify("etcd", HOSTS)).isPresent();

    assertThat(open(folder, in(200)).certify("etcd", HOSTS)).isEmpty();
    assertThat(open(folder, in(250)).certify("etcd", HOSTS))
        .hasValueSatisfying(why -> assertThat(why).contains("it ends at"));
    assertThat(open(folder, in(250)).certify("etcd", HOSTS)).isEmpty();
  }

  @Test
  void aCertificateIsRenewedForAHostThatItDoesNotName() throws IOException {
    CertificateAuthority authority = open(folder, Clock.systemUTC());
    authority.certify("etcd", HOSTS);

    assertThat(authority.certify("etcd", List.of("127.0.0.1", "farm.example.com")))
        .contains("it does not name farm.example.com");
    assertThat(authority.certify("etcd", List.of("FARM.example.com"))).isEmpty();
  }

  @Test
  void aServerIsTrustedByTheFileAndByTheFingerprint() throws Exception {
    CertificateAuthority authority = open(folder, Clock.systemUTC());
    authority.certify("server", HOSTS);
    HttpsServer server = serve(authority, "server");
    try {
      assertThat(ask(server, "localhost", TrustedAuthorities.in(authority.authorities())))
          .isEqualTo(204);
      assertThat(ask(server, "localhost", AuthorityPin.lastOf(authority.authorities()).trust()))
          .isEqualTo(204);
    } finally {
      server.stop(0);
    }
  }

  @Test
  void aServerOfAnotherAuthorityOrNameIsNotTrustedByTheFingerprint() throws Exception {
    CertificateAuthority authority = open(folder, Clock.systemUTC());
    CertificateAuthority other = open(folder.resolve("other"), Clock.systemUTC());
    AuthorityPin pin = AuthorityPin.lastOf(authority.authorities());
    other.certify("foreign", HOSTS);
    authority.certify("misnamed", List.of("farm.example.com"));
    // Shows the right authority's certificate, but is not signed by it.
    authority.certify("claiming", HOSTS);
    PemFiles.writeCertificates(
        authority.certificate("claiming"),
        TrustedAuthorities.certificates(other.certificate("foreign")).getFirst(),
        TrustedAuthorities.certificates(authority.authorities()).getFirst());
    Files.copy(other.key("foreign"), folder.resolve("claiming.copy"));
    Files.move(
        folder.resolve("claiming.copy"),
        authority.key("claiming"),
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);

    for (HttpsServer server :
        List.of(
            serve(other, "foreign"), serve(authority, "misnamed"), serve(authority, "claiming"))) {
      try {
        assertThatThrownBy(() -> ask(server, "localhost", pin.trust()))
            .isInstanceOf(SSLHandshakeException.class);
      } finally {
        server.stop(0);
      }
    }
  }

  @Test
  void aTokenCarriesTheFingerprint() throws IOException {
    AuthorityPin pin = AuthorityPin.lastOf(open(folder, Clock.systemUTC()).authorities());
    JoinToken token = JoinToken.random(Optional.of(pin));

    assertThat(JoinToken.parse(token.reveal())).isEqualTo(token);
    assertThat(token.toString()).doesNotContain(token.secret());
    assertThatThrownBy(() -> JoinToken.parse(token.reveal().substring(3)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static CertificateAuthority open(Path folder, Clock clock) throws IOException {
    return CertificateAuthority.open(folder, "test", clock);
  }

  private static Clock in(int days) {
    return Clock.offset(Clock.systemUTC(), Duration.ofDays(days));
  }

  private static int ask(HttpsServer server, String host, SSLContext trust) throws Exception {
    try (HttpClient http = HttpClient.newBuilder().sslContext(trust).build()) {
      URI address = URI.create("https://%s:%d/".formatted(host, server.getAddress().getPort()));
      return http.send(HttpRequest.newBuilder(address).build(), BodyHandlers.discarding())
          .statusCode();
    }
  }

  private static HttpsServer serve(CertificateAuthority authority, String name) throws Exception {
    KeyStore keys = KeyStore.getInstance(KeyStore.getDefaultType());
    keys.load(null, null);
    keys.setKeyEntry(
        "server",
        PemFiles.readKey(authority.key(name)),
        new char[0],
        TrustedAuthorities.certificates(authority.certificate(name))
            .toArray(X509Certificate[]::new));
    var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, new char[0]);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    HttpsServer server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getByName("localhost"), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context));
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    server.start();
    return server;
  }
}
