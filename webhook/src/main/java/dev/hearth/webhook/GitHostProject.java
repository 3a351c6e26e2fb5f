package dev.hearth.webhook;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The repository of which a hook speaks, as its Git host knows it.
 *
 * @param id the Git host's number for it, which survives a rename or transfer; null if not told
 * @param urls where it can be cloned from; may be empty
 * @param path {@code group/name} on its Git host; empty if not told
 */
public record GitHostProject(@Nullable String id, List<GitUrl> urls, String path) {
  /** Of which nothing was told. */
  public static final GitHostProject UNKNOWN = new GitHostProject(null, List.of(), "");

  public GitHostProject {
    urls = List.copyOf(urls);
  }

  /**
   * By what to remember the repository: {@code host#id}, as two Git hosts use the same numbers.
   * Empty where either was not told.
   */
  public Optional<String> identity() {
    return id == null
        ? Optional.empty()
        : urls.stream().findFirst().map(url -> url.host() + "#" + id);
  }

  /** Whether it is cloned from there, by whatever protocol. */
  public boolean isAt(GitUrl url) {
    return urls.stream().anyMatch(known -> known.key().equals(url.key()));
  }
}
