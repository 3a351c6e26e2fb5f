package dev.hearth.agent.image;

import dev.hearth.agent.StageFailure;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.util.ArrayDeque;
import java.util.Deque;

/** Opens folders of a work tree that a build has written to, step by step, through no link. */
final class ContextFolders implements AutoCloseable {
  private final Deque<DirectoryStream<Path>> opened = new ArrayDeque<>();
  private final Path root;

  /**
   * @param root trusted, and so is the way to it
   */
  ContextFolders(Path root) {
    this.root = root;
  }

  /**
   * Stays open until this is closed.
   *
   * @param path relative to the root; empty for the root itself
   * @throws StageFailure if it is no folder, or leads through a link or out of the tree
   */
  SecureDirectoryStream<Path> open(String path) throws IOException {
    SecureDirectoryStream<Path> at = openRoot();
    for (Path part : Path.of(path)) {
      String name = part.toString();
      if (name.isEmpty() || name.equals(".")) {
        continue;
      }
      if (name.equals("..") || path.startsWith("/")) {
        throw StageFailure.user("the folder '%s' leads out of the repository".formatted(path));
      }
      try {
        at = at.newDirectoryStream(part, LinkOption.NOFOLLOW_LINKS);
        opened.push(at);
      } catch (FileSystemException e) {
        throw StageFailure.user(
            "'%s' is no folder of the work tree, or leads there through a link".formatted(path));
      }
    }
    return at;
  }

  @Override
  public void close() throws IOException {
    while (!opened.isEmpty()) {
      opened.pop().close();
    }
  }

  @SuppressWarnings("StreamResourceLeak") // closed with this
  private SecureDirectoryStream<Path> openRoot() throws IOException {
    DirectoryStream<Path> stream = Files.newDirectoryStream(root);
    opened.push(stream);
    if (stream instanceof SecureDirectoryStream<Path> secure) {
      return secure;
    }
    throw new IOException("this file system cannot be read safely: " + root);
  }
}
