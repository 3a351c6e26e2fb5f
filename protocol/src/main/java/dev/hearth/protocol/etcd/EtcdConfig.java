package dev.hearth.protocol.etcd;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How to reach etcd.
 *
 * @param endpoints like {@code http://127.0.0.1:2379}, one for each member
 * @param user null for an etcd without authentication
 * @param deadline for one request; 3 s by default
 */
public record EtcdConfig(
    List<String> endpoints, @Nullable String user, @Nullable String password, Duration deadline) {
  /** A request's deadline where nobody says otherwise. */
  public static final Duration DEADLINE = Duration.ofSeconds(3);

  public EtcdConfig {
    endpoints = List.copyOf(endpoints);
  }

  @Override
  public String toString() {
    return "EtcdConfig[endpoints=" + endpoints + ", user=" + user + "]";
  }
}
