package dev.hearth.agent.compile;

import dev.hearth.agent.StageFailure;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * Measures a folder that a build is writing to. No link is followed, whatever is swapped under our
 * feet; each entry counts as whole blocks, so that a million empty files count too.
 */
final class DiskUse {
  private static final long BLOCK = 4096;

  /** Each level holds a descriptor open; nothing honest is deeper. */
  private static final int DEEPEST = 400;

  private DiskUse() {}

  static long of(Path folder) throws IOException {
    try (var stream = Files.newDirectoryStream(folder)) {
      if (!(stream instanceof SecureDirectoryStream<Path> secure)) {
        throw new IOException("this file system cannot be walked safely: " + folder);
      }
      return walk(secure, 1);
    }
  }

  private static long walk(SecureDirectoryStream<Path> folder, int depth) throws IOException {
    if (depth > DEEPEST) {
      throw StageFailure.user("folders in the workspace are nested over " + DEEPEST + " deep");
    }
    long sum = BLOCK;
    try {
      for (Path entry : folder) {
        sum += entry(folder, entry.getFileName(), depth);
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return sum;
  }

  private static long entry(SecureDirectoryStream<Path> folder, Path name, int depth)
      throws IOException {
    try {
      BasicFileAttributes attributes =
          folder
              .getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
              .readAttributes();
      if (!attributes.isDirectory()) {
        return attributes.isRegularFile() ? blocks(attributes.size()) : BLOCK;
      }
      try (SecureDirectoryStream<Path> below =
          folder.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)) {
        return walk(below, depth + 1);
      }
    } catch (NoSuchFileException | NotDirectoryException e) {
      return 0;
    }
  }

  private static long blocks(long size) {
    return Math.max(BLOCK, (size + BLOCK - 1) / BLOCK * BLOCK);
  }
}
