package dev.hearth.protocol.etcd;

import dev.hearth.protocol.settings.Secret;
import dev.hearth.protocol.settings.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How to reach etcd.
 *
 * @param endpoints like {@code http://127.0.0.1:2379}, one for each member; all http or all https
 * @param user null for an etcd without authentication
 * @param authorities a PEM file: who may have signed the members' certificates; null: what this
 *     Java trusts
 * @param deadline for one request; 3 s by default
 */
public record EtcdConfig(
    List<String> endpoints,
    @Nullable String user,
    @Nullable String password,
    @Nullable Path authorities,
    Duration deadline) {
  /** A request's deadline where nobody says otherwise. */
  public static final Duration DEADLINE = Duration.ofSeconds(3);

  public EtcdConfig {
    endpoints = List.copyOf(endpoints);
  }

  /**
   * As dispatchers and agents are told: {@code HEARTH_ETCD_ENDPOINTS} (between commas; {@code
   * http://127.0.0.1:{HEARTH_ETCD_PORT}} by default, whose own default is 2379), {@code
   * HEARTH_ETCD_USER} and {@code HEARTH_ETCD_PASSWORD_FILE} (none by default), {@code
   * HEARTH_FARM_CA} (what this Java trusts by default).
   */
  public static EtcdConfig of(Settings settings) {
    int port = settings.port("HEARTH_ETCD_PORT", 2379);
    settings.together("HEARTH_ETCD_USER", "HEARTH_ETCD_PASSWORD_FILE");
    return new EtcdConfig(
        settings.endpoints("HEARTH_ETCD_ENDPOINTS", List.of("http://127.0.0.1:" + port)),
        settings.find("HEARTH_ETCD_USER").orElse(null),
        settings.secretFile("HEARTH_ETCD_PASSWORD_FILE").map(Secret::value).orElse(null),
        settings.path("HEARTH_FARM_CA").orElse(null),
        DEADLINE);
  }

  /** Without authorities of its own. */
  public EtcdConfig(
      List<String> endpoints, @Nullable String user, @Nullable String password, Duration deadline) {
    this(endpoints, user, password, null, deadline);
  }

  /** The same etcd as somebody else. */
  public EtcdConfig as(@Nullable String otherUser, @Nullable String otherPassword) {
    return new EtcdConfig(endpoints, otherUser, otherPassword, authorities, deadline);
  }

  /** One member of the same etcd. */
  public EtcdConfig at(String endpoint) {
    return new EtcdConfig(List.of(endpoint), user, password, authorities, deadline);
  }

  /** Whether the members speak TLS. */
  public boolean encrypted() {
    return endpoints.stream().anyMatch(endpoint -> endpoint.startsWith("https:"));
  }

  @Override
  public String toString() {
    return "EtcdConfig[endpoints=" + endpoints + ", user=" + user + "]";
  }
}
