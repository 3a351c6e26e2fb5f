package dev.hearth.cli.client;

import java.net.URI;

/**
 * Where a farm answers, and by which token it knows us.
 *
 * @param url without a slash at its end
 */
public record FarmAccess(URI url, String token) {
  public FarmAccess {
    url = URI.create(url.toString().replaceFirst("/+$", ""));
  }

  @Override
  public String toString() {
    return "FarmAccess[" + url + "]";
  }
}
