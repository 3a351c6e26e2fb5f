package dev.hearth.cache;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Which cache an attempt wants.
 *
 * @param project the project's id (never its name), {@code [a-z0-9-]}, at most 80 characters
 * @param attempt the attempt's id, of the same form
 * @param paths what the builder caches; none lies in another. May be empty
 */
public record CacheRequest(String project, String attempt, List<CachePath> paths, CacheUse use) {
  private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9-]{0,79}");

  public CacheRequest {
    requireId(project);
    requireId(attempt);
    paths = List.copyOf(paths);
    for (int i = 0; i < paths.size(); i++) {
      for (int j = 0; j < paths.size(); j++) {
        if (i != j && paths.get(i).isInOrAt(paths.get(j))) {
          throw new IllegalArgumentException(
              "tried to cache %s and %s but one lies in the other; cache only one of them"
                  .formatted(paths.get(i).value(), paths.get(j).value()));
        }
      }
    }
  }

  /** An id becomes a folder's name: it must not be able to lead anywhere else. */
  private static void requireId(String id) {
    if (!ID.matcher(id).matches()) {
      throw new IllegalArgumentException(
          "tried to open a cache but its id is not 1 to 80 of a-z, 0-9 and -");
    }
  }
}
