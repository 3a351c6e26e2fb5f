package dev.hearth.cache;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Walks and deletes folders that a build has made. Each folder is entered from the one above by a
 * handle, so that no link leads out, whatever it is exchanged for meanwhile. Files are not opened
 * here.
 */
final class Trees {
  /** No tool's cache is nested deeper; a build can nest for hundreds of thousands of levels. */
  static final int DEEPEST = 100;

  private Trees() {}

  /** The folder itself has more levels than {@link #DEEPEST}. */
  static final class TooDeepException extends IOException {
    private static final long serialVersionUID = 1;

    TooDeepException() {
      super("it is nested deeper than " + DEEPEST + " folders");
    }
  }

  /** Is shown each folder after all that are in it. */
  interface Visitor {
    /**
     * @param entries what is in the folder, by name alone
     * @return whether to remove the folder, which must be empty by then
     */
    boolean leave(SecureDirectoryStream<Path> folder, List<Entry> entries) throws IOException;
  }

  record Entry(Path name, BasicFileAttributes attributes) {}

  /**
   * @throws TooDeepException when half-way through, if the tree is nested too deep
   */
  static void walk(Path root, Visitor visitor) throws IOException {
    try (SecureDirectoryStream<Path> folder = open(root)) {
      walk(folder, visitor, 1);
    }
  }

  private static boolean walk(SecureDirectoryStream<Path> folder, Visitor visitor, int depth)
      throws IOException {
    if (depth > DEEPEST) {
      throw new TooDeepException();
    }
    var entries = new ArrayList<Entry>();
    for (Path path : folder) {
      Path name = name(path);
      BasicFileAttributes attributes = attributes(folder, name);
      if (attributes.isDirectory()) {
        boolean remove;
        try (SecureDirectoryStream<Path> child = folder.newDirectoryStream(name, NOFOLLOW_LINKS)) {
          remove = walk(child, visitor, depth + 1);
        }
        if (remove) {
          folder.deleteDirectory(name);
          continue;
        }
      }
      entries.add(new Entry(name, attributes));
    }
    return visitor.leave(folder, entries);
  }

  /** Bytes of the plain files below; a file with several names counts for each of them. */
  static long size(Path root) throws IOException {
    var bytes = new long[1];
    walk(
        root,
        (_, entries) -> {
          for (Entry entry : entries) {
            bytes[0] += entry.attributes().isRegularFile() ? entry.attributes().size() : 0;
          }
          return false;
        });
    return bytes[0];
  }

  /**
   * Deletes a folder, however deep: what it holds is moved up beside it level by level, so that
   * neither the stack nor the number of open handles grows. What is not there is deleted already.
   */
  static void delete(Path root) throws IOException {
    if (!Files.exists(root, NOFOLLOW_LINKS)) {
      return;
    }
    if (!Files.isDirectory(root, NOFOLLOW_LINKS)) {
      Files.delete(root);
      return;
    }
    boolean empty = false;
    while (!empty) {
      try (SecureDirectoryStream<Path> top = open(root)) {
        empty = true;
        for (Path path : top) {
          empty = false;
          Path name = name(path);
          if (attributes(top, name).isDirectory()) {
            deleteOneLevel(top, name);
          } else {
            top.deleteFile(name);
          }
        }
      }
    }
    Files.delete(root);
  }

  private static void deleteOneLevel(SecureDirectoryStream<Path> top, Path name)
      throws IOException {
    try (SecureDirectoryStream<Path> folder = top.newDirectoryStream(name, NOFOLLOW_LINKS)) {
      for (Path path : folder) {
        Path inside = name(path);
        if (attributes(folder, inside).isDirectory()) {
          folder.move(inside, top, Path.of(UUID.randomUUID().toString()));
        } else {
          folder.deleteFile(inside);
        }
      }
    }
    top.deleteDirectory(name);
  }

  @SuppressWarnings("StreamResourceLeak") // the caller closes it
  private static SecureDirectoryStream<Path> open(Path root) throws IOException {
    if (!Files.isDirectory(root, NOFOLLOW_LINKS)) {
      throw new NoSuchFileException(root.toString(), null, "it is no folder");
    }
    DirectoryStream<Path> stream = Files.newDirectoryStream(root);
    if (stream instanceof SecureDirectoryStream<Path> secure) {
      return secure;
    }
    stream.close();
    throw new IOException("this file system cannot open a folder in a folder: " + root);
  }

  private static BasicFileAttributes attributes(SecureDirectoryStream<Path> folder, Path name)
      throws IOException {
    return folder
        .getFileAttributeView(name, BasicFileAttributeView.class, NOFOLLOW_LINKS)
        .readAttributes();
  }

  private static Path name(Path path) {
    Path name = path.getFileName();
    if (name == null) {
      throw new IllegalStateException("a folder's entry has no name: " + path);
    }
    return name;
  }
}
