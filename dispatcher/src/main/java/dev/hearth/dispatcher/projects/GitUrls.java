package dev.hearth.dispatcher.projects;

import java.util.Optional;

/**
 * What the store must know of a Git URL: whether it can be one at all, and by which key a hook
 * finds its project. Which hosts are allowed is said by {@link dev.hearth.protocol.GitUrlPolicy},
 * where the farm's settings are known.
 */
public final class GitUrls {
  private GitUrls() {}

  /** What makes the URL impossible; empty if nothing does. Never repeats the URL. */
  public static Optional<String> problem(String url) {
    try {
      var read = dev.hearth.protocol.GitUrl.parse(url);
      if (read.scpLike() && read.path().contains("@")) {
        // Otherwise user:password@host/path would be a path on a host called "user".
        return Optional.of("it seems to hold a password, which belongs into gitCredential");
      }
      var _ = dev.hearth.webhook.GitUrl.parse(url);
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  /** Host and path, equal for all ways to write one repository's address. */
  public static String key(String url) {
    return dev.hearth.webhook.GitUrl.parse(url).key();
  }
}
