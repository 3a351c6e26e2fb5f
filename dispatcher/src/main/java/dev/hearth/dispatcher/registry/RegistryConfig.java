package dev.hearth.dispatcher.registry;

import dev.hearth.dispatcher.projects.Secret;
import java.net.URI;
import java.time.Duration;

/**
 * How the registry is reached.
 *
 * @param base {@code http://host:port} or https
 * @param user empty: without credentials
 * @param deadline of a request, its answer read to the end
 * @param copyDeadline of moving one blob through here, where the registry cannot mount
 */
public record RegistryConfig(
    URI base, String user, Secret password, Duration deadline, Duration copyDeadline) {
  /** Two seconds a request, five minutes a blob. */
  public static RegistryConfig of(URI base, String user, Secret password) {
    return new RegistryConfig(base, user, password, Duration.ofSeconds(2), Duration.ofMinutes(5));
  }
}
