package dev.hearth.cache;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Takes out of a Maven repository what a build put there itself with {@code mvn install}: at the
 * next commit it would be a stale module in a wrong image. Maven marks it in {@code
 * _remote.repositories} as coming from nowhere ({@code app-1.0.jar>=}) and lists it in {@code
 * maven-metadata-local.xml}.
 */
final class InstalledArtifacts {
  private static final Path MARKS = Path.of("_remote.repositories");
  private static final Path LOCAL_LIST = Path.of("maven-metadata-local.xml");
  private static final int MOST_MARKS_BYTES = 1 << 20;

  private int removed;

  private InstalledArtifacts() {}

  /**
   * @return how many artifacts' files were removed
   */
  static int removeFrom(Path repository) throws IOException {
    var cleaning = new InstalledArtifacts();
    Trees.walk(repository, cleaning::clean);
    return cleaning.removed;
  }

  private boolean clean(SecureDirectoryStream<Path> folder, List<Trees.Entry> entries)
      throws IOException {
    if (entries.isEmpty()) {
      return true;
    }
    Set<Path> gone = new HashSet<>();
    for (Trees.Entry entry : entries) {
      if (entry.name().equals(LOCAL_LIST) && !entry.attributes().isDirectory()) {
        folder.deleteFile(entry.name());
        gone.add(entry.name());
      }
      if (entry.name().equals(MARKS) && !entry.attributes().isDirectory()) {
        gone.addAll(removeMarked(folder, entry, entries));
      }
    }
    return gone.size() == entries.size();
  }

  private Set<Path> removeMarked(
      SecureDirectoryStream<Path> folder, Trees.Entry marks, List<Trees.Entry> entries)
      throws IOException {
    if (!marks.attributes().isRegularFile() || marks.attributes().size() > MOST_MARKS_BYTES) {
      // Maven writes no such thing; what it would mark cannot be told, so nothing here is trusted.
      return removeAllFiles(folder, entries);
    }
    List<String> lines = read(folder);
    Set<String> installed =
        lines.stream()
            .filter(line -> !line.startsWith("#") && line.endsWith(">="))
            .map(line -> line.substring(0, line.length() - 2))
            .collect(Collectors.toSet());
    if (installed.isEmpty()) {
      return Set.of();
    }
    Set<Path> gone = new HashSet<>();
    for (Trees.Entry entry : entries) {
      if (installed.contains(entry.name().toString()) && !entry.attributes().isDirectory()) {
        folder.deleteFile(entry.name());
        gone.add(entry.name());
        removed++;
      }
    }
    List<String> left = lines.stream().filter(line -> !marksOneOf(installed, line)).toList();
    if (left.stream().allMatch(line -> line.startsWith("#"))) {
      folder.deleteFile(MARKS);
      gone.add(MARKS);
    } else {
      rewrite(folder, left);
    }
    return gone;
  }

  private static boolean marksOneOf(Set<String> installed, String line) {
    int end = line.lastIndexOf('>');
    return end >= 0 && installed.contains(line.substring(0, end));
  }

  private Set<Path> removeAllFiles(SecureDirectoryStream<Path> folder, List<Trees.Entry> entries)
      throws IOException {
    Set<Path> gone = new HashSet<>();
    for (Trees.Entry entry : entries) {
      if (!entry.attributes().isDirectory()) {
        folder.deleteFile(entry.name());
        gone.add(entry.name());
        removed++;
      }
    }
    return gone;
  }

  private static List<String> read(SecureDirectoryStream<Path> folder) throws IOException {
    try (var channel = folder.newByteChannel(MARKS, Set.of(READ, NOFOLLOW_LINKS));
        var stream = Channels.newInputStream(channel)) {
      return new String(stream.readNBytes(MOST_MARKS_BYTES), StandardCharsets.UTF_8)
          .lines()
          .toList();
    }
  }

  /** In place, so that the file stays the build user's. */
  private static void rewrite(SecureDirectoryStream<Path> folder, List<String> lines)
      throws IOException {
    try (var channel =
        folder.newByteChannel(MARKS, Set.of(WRITE, TRUNCATE_EXISTING, NOFOLLOW_LINKS))) {
      ByteBuffer text = StandardCharsets.UTF_8.encode(String.join("\n", lines) + "\n");
      while (text.hasRemaining()) {
        channel.write(text);
      }
    }
  }
}
