package dev.hearth.dispatcher.joining;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a host is told of the farm that it joins.
 *
 * @param etcd endpoints, as they are reached from there
 * @param registry {@code host:port}, as it stands in image references
 * @param authorities PEM file: who signs the certificates of etcd, registry and dispatchers; null:
 *     authorities that every host knows
 * @param tlsCertificate PEM file: what dispatchers show to those who join; null: they speak plain
 *     HTTP
 * @param settings others that all of the farm's agents share
 */
public record FarmAddresses(
    String farm,
    List<String> etcd,
    String registry,
    @Nullable Path authorities,
    @Nullable Path tlsCertificate,
    Map<String, String> settings) {
  public FarmAddresses {
    etcd = List.copyOf(etcd);
    settings = Map.copyOf(settings);
  }

  /** Whether a part is told by an address that other hosts take for their own. */
  boolean hereOnly(String dispatcher) {
    return Stream.concat(etcd.stream(), Stream.of(dispatcher, "http://" + registry))
        .map(url -> URI.create(url).getHost())
        .anyMatch(FarmAddresses::isLoopback);
  }

  /** By the words alone: what a name means here says nothing of other hosts. */
  private static boolean isLoopback(@Nullable String host) {
    return host != null && host.matches("localhost|\\[::1]|127(\\.\\d{1,3}){3}");
  }
}
