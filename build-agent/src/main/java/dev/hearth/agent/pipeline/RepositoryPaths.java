package dev.hearth.agent.pipeline;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts paths of a project together, as text: what they lead to is checked by whoever opens them.
 */
final class RepositoryPaths {
  private RepositoryPaths() {}

  /**
   * A path in the project's folder, from the repository's root. An absolute path, and one with
   * {@code ..}, stays recognisable: it is refused where it is opened.
   */
  static String join(String directory, String path) {
    if (path.startsWith("/")) {
      return path;
    }
    List<String> parts = new ArrayList<>();
    for (String part : (directory + "/" + path).split("/", -1)) {
      if (!part.isEmpty() && !part.equals(".")) {
        parts.add(part);
      }
    }
    String joined = String.join("/", parts);
    return directory.startsWith("/") ? "/" + joined : joined;
  }

  /**
   * How one path is reached from a folder, both from the repository's root; may have {@code ..}.
   */
  static String from(String folder, String path) {
    return Path.of("/" + folder).normalize().relativize(Path.of("/" + path).normalize()).toString();
  }
}
