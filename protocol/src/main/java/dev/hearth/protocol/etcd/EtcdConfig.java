package dev.hearth.protocol.etcd;

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
