package dev.hearth.dispatcher.http;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How the server listens.
 *
 * @param listeners one at least
 * @param bodyDeadline within which a request's body must have come; 60 s by default
 * @param patience how long a client may read nothing of its answer; 60 s by default
 * @param closing how long open requests may take to end when the server closes; 10 s by default
 */
public record WebServerConfig(
    List<Listener> listeners, Duration bodyDeadline, Duration patience, Duration closing) {
  public WebServerConfig {
    listeners = List.copyOf(listeners);
  }

  /**
   * An address.
   *
   * @param port 0 takes a free one
   * @param tls null for plain HTTP
   */
  public record Listener(String host, int port, @Nullable Tls tls) {}

  /** PEM files: a certificate with its chain, and its key. */
  public record Tls(Path certificate, Path key) {}

  public WebServerConfig(String host, int port, @Nullable Tls tls) {
    this(host, port, tls, Duration.ofSeconds(60), Duration.ofSeconds(60), Duration.ofSeconds(10));
  }

  public WebServerConfig(
      String host,
      int port,
      @Nullable Tls tls,
      Duration bodyDeadline,
      Duration patience,
      Duration closing) {
    this(List.of(new Listener(host, port, tls)), bodyDeadline, patience, closing);
  }

  /** The same, listening on one more address. */
  public WebServerConfig beside(Listener another) {
    return new WebServerConfig(
        Stream.concat(listeners.stream(), Stream.of(another)).toList(),
        bodyDeadline,
        patience,
        closing);
  }
}
