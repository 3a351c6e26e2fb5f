package dev.hearth.dispatcher.registry;

import dev.hearth.dispatcher.projects.Secret;
import dev.hearth.protocol.trust.TrustedAuthorities;
import java.net.URI;
import java.time.Duration;
import javax.net.ssl.SSLContext;

/**
 * How the registry is reached.
 *
 * @param base {@code http://host:port} or https
 * @param authorization how requests show whose they are
 * @param trust by which its certificate is judged
 * @param deadline of a request, its answer read to the end
 * @param copyDeadline of moving one blob through here, where the registry cannot mount
 */
public record RegistryConfig(
    URI base,
    RegistryAuthorization authorization,
    SSLContext trust,
    Duration deadline,
    Duration copyDeadline) {
  /** Two seconds a request, five minutes a blob; trusted as this Java does. */
  public static RegistryConfig of(URI base, String user, Secret password) {
    return of(
        base,
        user.isEmpty()
            ? RegistryAuthorization.none()
            : RegistryAuthorization.password(user, password),
        TrustedAuthorities.ofThisJava());
  }

  /** Two seconds a request, five minutes a blob. */
  public static RegistryConfig of(URI base, RegistryAuthorization authorization, SSLContext trust) {
    return new RegistryConfig(
        base, authorization, trust, Duration.ofSeconds(2), Duration.ofMinutes(5));
  }
}
