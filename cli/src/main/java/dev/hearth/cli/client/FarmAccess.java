package dev.hearth.cli.client;

import java.net.URI;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where a farm answers, and by which token it knows us.
 *
 * @param urls of its dispatchers, at least one, without a slash at their ends; the first is asked
 *     first
 */
public record FarmAccess(List<URI> urls, String token) {
  public FarmAccess {
    urls = urls.stream().map(url -> URI.create(url.toString().replaceFirst("/+$", ""))).toList();
  }

  /**
   * @param urls between commas
   * @throws IllegalArgumentException if one is no URL
   */
  public static FarmAccess of(String urls, String token) {
    return new FarmAccess(
        Stream.of(urls.split(",")).map(String::strip).map(URI::create).toList(), token);
  }

  /** The farm's address, for people. */
  public URI url() {
    return urls.getFirst();
  }

  /** All of them, between commas. */
  public String text() {
    return urls.stream().map(URI::toString).collect(Collectors.joining(","));
  }

  @Override
  public String toString() {
    return "FarmAccess" + urls;
  }
}
