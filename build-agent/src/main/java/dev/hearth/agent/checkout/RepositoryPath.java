package dev.hearth.agent.checkout;

import dev.hearth.agent.StageFailure;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Finds a path of a repository component by component. Links are followed as long as they stay
 * inside; whatever leads outside is refused, and never looked at.
 */
final class RepositoryPath {
  private static final int MOST_LINKS = 40;

  private RepositoryPath() {}

  /** What stands at a place. */
  sealed interface Found {
    record File() implements Found {}

    record Folder() implements Found {}

    record Link(String target) implements Found {}

    /** A device, a FIFO, a submodule. */
    record Other() implements Found {}

    record Nothing() implements Found {}
  }

  /** Looks at one place whose parents are all folders. */
  interface Look {
    Found at(List<String> components) throws IOException;
  }

  /** Where a path has led: no component of it is a link. */
  record Place(List<String> components, Found found) {}

  /**
   * @param what for the sentence: "the Dockerfile"
   * @param path relative to the repository's root; empty and {@code .} are the root itself
   * @return empty if nothing is there
   * @throws StageFailure if the path is absolute, has {@code ..} or {@code .git} in it, or a link
   *     leads out of the repository
   */
  static Optional<Place> find(String what, String path, Look look) throws IOException {
    if (path.startsWith("/") || path.contains("\\") || path.indexOf('\0') >= 0) {
      throw refused(what, path, "it must be relative to the repository's root");
    }
    List<String> asked = components(path);
    if (asked.contains("..") || asked.stream().anyMatch(".git"::equalsIgnoreCase)) {
      throw refused(what, path, "it must not contain '..' or '.git'");
    }
    Deque<String> ahead = new ArrayDeque<>(asked);
    List<String> here = new ArrayList<>();
    Found found = new Found.Folder();
    int links = 0;
    while (!ahead.isEmpty()) {
      String next = ahead.removeFirst();
      if (next.equals("..")) {
        if (here.isEmpty()) {
          throw refused(what, path, "a symbolic link leads out of the repository");
        }
        here.removeLast();
        found = new Found.Folder();
        continue;
      }
      if (!(found instanceof Found.Folder)) {
        return Optional.empty();
      }
      here.add(next);
      found = look.at(Collections.unmodifiableList(here));
      if (found instanceof Found.Link(String target)) {
        here.removeLast();
        found = new Found.Folder();
        if (target.startsWith("/")) {
          throw refused(what, path, "a symbolic link leads out of the repository");
        }
        List<String> steps = components(target);
        if (++links > MOST_LINKS || steps.stream().anyMatch(".git"::equalsIgnoreCase)) {
          throw refused(what, path, "its symbolic links lead nowhere");
        }
        steps.reversed().forEach(ahead::addFirst);
      }
    }
    return found instanceof Found.Nothing
        ? Optional.empty()
        : Optional.of(new Place(List.copyOf(here), found));
  }

  private static List<String> components(String path) {
    return Arrays.stream(path.split("/", -1))
        .filter(component -> !component.isEmpty() && !component.equals("."))
        .toList();
  }

  private static StageFailure refused(String what, String path, String reason) {
    return StageFailure.user("tried to find %s '%s' but %s".formatted(what, path, reason));
  }
}
