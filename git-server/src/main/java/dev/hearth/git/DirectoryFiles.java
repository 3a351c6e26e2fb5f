package dev.hearth.git;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Reads a directory into what a commit can take: files with their executable bit, and links. */
final class DirectoryFiles {
  private DirectoryFiles() {}

  static Map<String, RepositoryFile> of(Path directory) {
    try (Stream<Path> paths = Files.walk(directory)) {
      Map<String, RepositoryFile> files = new TreeMap<>();
      for (Path path : (Iterable<Path>) paths::iterator) {
        String name = directory.relativize(path).toString();
        if (name.equals(".git") || name.startsWith(".git/")) {
          continue;
        }
        if (Files.isSymbolicLink(path)) {
          files.put(name, new RepositoryFile.Link(Files.readSymbolicLink(path).toString()));
        } else if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
          files.put(
              name, new RepositoryFile.Content(Files.readAllBytes(path), Files.isExecutable(path)));
        }
      }
      return files;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
