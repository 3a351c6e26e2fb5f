package dev.hearth.agent.checkout;

import dev.hearth.agent.StageFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;

/**
 * Finds what a project names in its work tree. After the compile the work tree belongs to the
 * build, so no link is trusted: a path is walked step by step, and what it leads to has no link on
 * its way.
 */
public final class WorkTreeFiles {
  private final Path root;

  public WorkTreeFiles(Path root) {
    this.root = root;
  }

  /**
   * A folder of the work tree.
   *
   * @param what for the sentence: "the context"
   * @throws StageFailure if there is none, or the path leads outside
   */
  public Path folder(String what, String path) {
    RepositoryPath.Place place = find(what, path).orElseThrow(() -> absent(what, path));
    return switch (place.found()) {
      case RepositoryPath.Found.Folder _ -> at(place.components());
      case RepositoryPath.Found.File _,
          RepositoryPath.Found.Link _,
          RepositoryPath.Found.Other _,
          RepositoryPath.Found.Nothing _ ->
          throw StageFailure.user(
              "tried to find %s '%s' but it is not a folder".formatted(what, path));
    };
  }

  /**
   * A regular file of the work tree.
   *
   * @throws StageFailure if there is none, or the path leads outside
   */
  public Path file(String what, String path) {
    RepositoryPath.Place place = find(what, path).orElseThrow(() -> absent(what, path));
    return switch (place.found()) {
      case RepositoryPath.Found.File _ -> at(place.components());
      case RepositoryPath.Found.Folder _,
          RepositoryPath.Found.Link _,
          RepositoryPath.Found.Other _,
          RepositoryPath.Found.Nothing _ ->
          throw StageFailure.user(
              "tried to find %s '%s' but it is not a regular file".formatted(what, path));
    };
  }

  /**
   * Whether anything is there.
   *
   * @throws StageFailure if the path leads outside
   */
  public boolean exists(String what, String path) {
    return find(what, path).isPresent();
  }

  private Optional<RepositoryPath.Place> find(String what, String path) {
    try {
      return RepositoryPath.find(what, path, this::look);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private RepositoryPath.Found look(List<String> components) throws IOException {
    Path place = at(components);
    BasicFileAttributes attributes;
    try {
      attributes =
          Files.readAttributes(place, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException _) {
      return new RepositoryPath.Found.Nothing();
    }
    if (attributes.isSymbolicLink()) {
      return new RepositoryPath.Found.Link(Files.readSymbolicLink(place).toString());
    }
    if (attributes.isDirectory()) {
      return new RepositoryPath.Found.Folder();
    }
    return attributes.isRegularFile()
        ? new RepositoryPath.Found.File()
        : new RepositoryPath.Found.Other();
  }

  private Path at(List<String> components) {
    Path place = root;
    for (String component : components) {
      place = place.resolve(component);
    }
    return place;
  }

  private static StageFailure absent(String what, String path) {
    return StageFailure.user(
        "tried to find %s '%s' but there is no such thing in the work tree".formatted(what, path));
  }
}
