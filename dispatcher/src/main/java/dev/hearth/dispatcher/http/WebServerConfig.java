package dev.hearth.dispatcher.http;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How the server listens.
 *
 * @param port 0 takes a free one
 * @param tls null for plain HTTP
 * @param bodyDeadline within which a request's body must have come; 60 s by default
 * @param patience how long a client may read nothing of its answer; 60 s by default
 * @param closing how long open requests may take to end when the server closes; 10 s by default
 */
public record WebServerConfig(
    String host,
    int port,
    @Nullable Tls tls,
    Duration bodyDeadline,
    Duration patience,
    Duration closing) {
  /** PEM files: a certificate with its chain, and its key. */
  public record Tls(Path certificate, Path key) {}

  public WebServerConfig(String host, int port, @Nullable Tls tls) {
    this(host, port, tls, Duration.ofSeconds(60), Duration.ofSeconds(60), Duration.ofSeconds(10));
  }
}
