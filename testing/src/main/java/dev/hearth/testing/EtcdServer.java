package dev.hearth.testing;

import dev.hearth.testing.ServerContainer.Readiness;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * A real etcd of one member, on a loopback port that it keeps. The image is {@code
 * HEARTH_ETCD_IMAGE}, {@code hearth/etcd} by default. Not thread-safe.
 */
public final class EtcdServer implements AutoCloseable {
  /** The only user of a server with a password. */
  public static final String USER = "root";

  private static final int PORT = 2379;

  private final ServerContainer container;
  private final String scheme;
  private final Optional<String> password;

  private EtcdServer(ServerContainer container, String scheme, Optional<String> password) {
    this.container = container;
    this.scheme = scheme;
    this.password = password;
  }

  /**
   * A server without users.
   *
   * @param flags further flags of etcd, such as {@code --quota-backend-bytes=16777216}
   */
  public static EtcdServer withoutUsers(String... flags) {
    return launch(Optional.empty(), Optional.empty(), flags);
  }

  /** A server without users that speaks TLS. */
  public static EtcdServer withTls(ServerTls tls, String... flags) {
    return launch(Optional.empty(), Optional.of(tls), flags);
  }

  /**
   * A server that wants {@link #USER} and this password.
   *
   * @param flags further flags of etcd, such as {@code --auth-token-ttl=2} (seconds)
   */
  public static EtcdServer withPassword(String password, String... flags) {
    return launch(Optional.of(password), Optional.empty(), flags);
  }

  private static EtcdServer launch(
      Optional<String> password, Optional<ServerTls> tls, String... flags) {
    String image = System.getenv().getOrDefault("HEARTH_ETCD_IMAGE", "hearth/etcd");
    // By environment, not by flags: etcd 3.4 refuses a flag whose variable the image has set.
    String scheme = tls.isPresent() ? "https" : "http";
    Map<String, String> files = tls.map(ServerTls::files).orElse(Map.of());
    Readiness readiness =
        tls.map(own -> Readiness.byHttps("/health", own.trust()))
            .orElse(Readiness.byHttp("/health"));
    var settings = new HashMap<String, String>();
    settings.put("ETCD_NAME", "test");
    settings.put("ETCD_DATA_DIR", "/tmp/etcd");
    settings.put("ETCD_LISTEN_CLIENT_URLS", scheme + "://0.0.0.0:" + PORT);
    settings.put("ETCD_ADVERTISE_CLIENT_URLS", scheme + "://127.0.0.1:" + PORT);
    settings.put("ETCD_LOG_LEVEL", "warn");
    if (tls.isPresent()) {
      settings.put("ETCD_CERT_FILE", ServerTls.CERTIFICATE);
      settings.put("ETCD_KEY_FILE", ServerTls.KEY);
    }
    var command = new ArrayList<>(List.of("etcd"));
    command.addAll(List.of(flags));
    var server =
        new EtcdServer(
            ServerContainer.start(image, command, settings, files, PORT, readiness),
            scheme,
            password);
    try {
      password.ifPresent(server::requirePassword);
    } catch (RuntimeException e) {
      server.close();
      throw e;
    }
    return server;
  }

  /** Where clients connect, {@code http://127.0.0.1:PORT} or https. */
  public String endpoint() {
    return scheme + "://127.0.0.1:" + container.port();
  }

  public int port() {
    return container.port();
  }

  /** What etcd has printed so far. */
  public String logs() {
    return container.logs();
  }

  /** Kills etcd; data and port are kept for {@link #start()}. */
  public void stop() {
    container.stop();
  }

  /** Starts it again after {@link #stop()} and returns when it is healthy. */
  public void start() {
    container.start();
  }

  /** Kills and starts it: the same data behind the same endpoint. */
  public void restart() {
    stop();
    start();
  }

  /** Freezes etcd: connections stay open and nothing answers, as when its disk hangs. */
  public void pause() {
    container.pause();
  }

  public void unpause() {
    container.unpause();
  }

  /** Gives back the space of what was deleted or compacted; nothing is answered meanwhile. */
  public void defragment() {
    EtcdGateway.call(endpoint(), token(), "/v3/maintenance/defragment", "{}");
  }

  /** Ends the alarm that a full database raised. */
  public void disarm() {
    EtcdGateway.disarm(endpoint(), token());
  }

  /**
   * All keys that begin so, each with the revision at which it was last written.
   *
   * @param prefix of ASCII, not empty
   */
  public SortedMap<String, Long> revisions(String prefix) {
    return EtcdGateway.revisions(endpoint(), token(), prefix);
  }

  /** Removes container and data. */
  @Override
  public void close() {
    container.close();
  }

  private String token() {
    return password.map(known -> EtcdGateway.token(endpoint(), USER, known)).orElse("");
  }

  private void requirePassword(String password) {
    call("/v3/auth/user/add", "{\"name\":\"%s\",\"password\":\"%s\"}".formatted(USER, password));
    call("/v3/auth/role/add", "{\"name\":\"root\"}");
    call("/v3/auth/user/grant", "{\"user\":\"%s\",\"role\":\"root\"}".formatted(USER));
    call("/v3/auth/enable", "{}");
  }

  private void call(String path, String body) {
    EtcdGateway.call(endpoint(), path, body);
  }
}
