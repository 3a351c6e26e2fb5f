package dev.hearth.testing;

import dev.hearth.testing.ServerContainer.Readiness;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;

/**
 * A real image registry (distribution) on a loopback port that it keeps; manifests can be deleted.
 * The image is {@code HEARTH_REGISTRY_IMAGE}, {@code hearth/registry} by default. Not thread-safe.
 */
public final class RegistryServer implements AutoCloseable {
  private static final int PORT = 5000;

  /** bcrypt's work factor: small, as each request of a test pays for it. */
  private static final int COST = 5;

  private final ServerContainer container;

  private RegistryServer(ServerContainer container) {
    this.container = container;
  }

  /** A registry that asks nobody who he is. */
  public static RegistryServer anonymous() {
    return launch("", Map.of());
  }

  /** A registry that wants this user and password for everything. */
  public static RegistryServer withPassword(String user, String password) {
    var salt = new byte[16];
    new SecureRandom().nextBytes(salt);
    String hash = OpenBSDBCrypt.generate("2y", password.toCharArray(), salt, COST);
    return launch(
        """
        auth:
          htpasswd:
            realm: test
            path: /etc/hearth-test/htpasswd
        """,
        Map.of("/etc/hearth-test/htpasswd", user + ":" + hash + "\n"));
  }

  /**
   * A registry that believes tokens.
   *
   * @param realm where its clients are sent for one
   * @param certificate PEM, of the key by which they are signed
   */
  public static RegistryServer withTokens(
      String realm, String service, String issuer, String certificate) {
    return launch(
        """
        auth:
          token:
            realm: %s
            service: %s
            issuer: %s
            rootcertbundle: /etc/hearth-test/tokens.pem
        """
            .formatted(realm, service, issuer),
        Map.of("/etc/hearth-test/tokens.pem", certificate));
  }

  private static RegistryServer launch(String auth, Map<String, String> more) {
    var files = new HashMap<>(more);
    files.put("/etc/hearth-test/config.yml", config(auth));
    String image = System.getenv().getOrDefault("HEARTH_REGISTRY_IMAGE", "hearth/registry");
    // Debian's package and the public image call the same program by different names.
    var command =
        List.of(
            "/bin/sh",
            "-c",
            "exec \"$(command -v docker-registry || command -v registry)\""
                + " serve /etc/hearth-test/config.yml");
    return new RegistryServer(
        ServerContainer.start(image, command, Map.of(), files, PORT, Readiness.byHttp("/v2/")));
  }

  private static String config(String auth) {
    return """
    version: 0.1
    log:
      level: warn
    storage:
      filesystem:
        rootdirectory: /tmp/registry
      delete:
        enabled: true
    http:
      addr: 0.0.0.0:%d
      secret: only-for-tests
    """
            .formatted(PORT)
        + auth;
  }

  /** As it stands in an image reference: {@code 127.0.0.1:PORT}. */
  public String address() {
    return "127.0.0.1:" + container.port();
  }

  public int port() {
    return container.port();
  }

  /** What the registry has printed so far. */
  public String logs() {
    return container.logs();
  }

  /** Kills the registry; what was pushed, and its port, are kept for {@link #start()}. */
  public void stop() {
    container.stop();
  }

  /** Starts it again after {@link #stop()} and returns when it answers. */
  public void start() {
    container.start();
  }

  /** Freezes the registry: connections stay open and nothing answers. */
  public void pause() {
    container.pause();
  }

  public void unpause() {
    container.unpause();
  }

  /** Removes container and data. */
  @Override
  public void close() {
    container.close();
  }
}
