package dev.hearth.agent.image;

import dev.hearth.agent.StageFailure;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/**
 * The context of an image build, as a tar: what a Dockerfile's {@code COPY} sees. Written by
 * ourselves, because a build could have put anything into its work tree: links stay links, and only
 * files, folders and links are let in. Owner and group become root, set-id bits are dropped.
 *
 * @param workTree trusted up to here; below, no link is followed
 * @param context relative to the work tree, empty for its root
 * @param mostBytes of files' contents
 * @param mostEntries files, folders and links
 */
record ImageContext(Path workTree, String context, long mostBytes, long mostEntries) {
  private static final String IGNORE_FILE = ".dockerignore";
  private static final int LARGEST_IGNORE_FILE = 1 << 20;
  private static final int DEEPEST = 400;

  /**
   * Writes the tar.
   *
   * @param dockerfile what is built by, put in under a name that the engine is told to ignore
   * @param dockerfilePath in the context, for a {@code <Dockerfile>.dockerignore} beside it
   * @throws StageFailure if the context holds what cannot be sent, or too much
   */
  void write(OutputStream out, String dockerfileName, byte[] dockerfile, String dockerfilePath)
      throws IOException {
    try (var tree = new ContextFolders(workTree);
        var tar = new TarArchiveOutputStream(out, StandardCharsets.UTF_8.name())) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
      tar.setAddPaxHeadersForNonAsciiNames(true);
      new Writer(tar, tree.open(context), dockerfileName).write(dockerfile, dockerfilePath);
      tar.finish();
    }
  }

  private Path contextFolder() {
    return workTree.resolve(context).normalize();
  }

  private final class Writer {
    private final TarArchiveOutputStream tar;
    private final SecureDirectoryStream<Path> root;
    private final String dockerfileName;
    private IgnorePatterns ignored = IgnorePatterns.NONE;
    private long bytes;
    private long entries;

    Writer(TarArchiveOutputStream tar, SecureDirectoryStream<Path> root, String dockerfileName) {
      this.tar = tar;
      this.root = root;
      this.dockerfileName = dockerfileName;
    }

    void write(byte[] dockerfile, String dockerfilePath) throws IOException {
      byte[] general = smallFile(IGNORE_FILE);
      byte[] own = smallFile(dockerfilePath + IGNORE_FILE);
      ignored = patterns(own.length > 0 ? own : general);
      put(dockerfileName, dockerfile);
      put(IGNORE_FILE, engineIgnores(general));
      folder(root, "", 1);
    }

    /** Tells the engine to leave our own files out of what COPY sees. */
    private byte[] engineIgnores(byte[] general) {
      String kept = general.length == 0 ? IGNORE_FILE : new String(general, StandardCharsets.UTF_8);
      return (kept + "\n" + dockerfileName + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private IgnorePatterns patterns(byte[] file) {
      try {
        return IgnorePatterns.parse(new String(file, StandardCharsets.UTF_8));
      } catch (IllegalArgumentException e) {
        throw StageFailure.user("tried to read the .dockerignore but " + e.getMessage());
      }
    }

    private void folder(SecureDirectoryStream<Path> stream, String path, int depth)
        throws IOException {
      if (depth > DEEPEST) {
        throw StageFailure.user(
            "the context is nested over %d folders deep at '%s'".formatted(DEEPEST, path));
      }
      for (Path name : sorted(stream)) {
        String entry = path.isEmpty() ? name.toString() : path + "/" + name;
        if (path.isEmpty() && (entry.equals(dockerfileName) || entry.equals(IGNORE_FILE))) {
          continue;
        }
        boolean left = ignored.ignores(entry);
        if (left && !ignored.mayTakeBackBelow(entry)) {
          continue;
        }
        entry(stream, name, entry, left, depth);
      }
    }

    private void entry(
        SecureDirectoryStream<Path> stream, Path name, String path, boolean left, int depth)
        throws IOException {
      PosixFileAttributes attributes = attributes(stream, name);
      if (attributes.isDirectory()) {
        if (!left) {
          begin(new TarArchiveEntry(path + "/", TarConstants.LF_DIR), attributes, 0);
          tar.closeArchiveEntry();
        }
        try (SecureDirectoryStream<Path> below =
            stream.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)) {
          folder(below, path, depth + 1);
        }
      } else if (left) {
        return;
      } else if (attributes.isSymbolicLink()) {
        var link = new TarArchiveEntry(path, TarConstants.LF_SYMLINK);
        link.setLinkName(Files.readSymbolicLink(contextFolder().resolve(path)).toString());
        begin(link, attributes, 0);
        tar.closeArchiveEntry();
      } else if (attributes.isRegularFile()) {
        file(stream, name, path, attributes);
      } else {
        throw StageFailure.user(
            "the context holds '%s', which is neither file nor folder nor link; remove it, or name it in .dockerignore"
                .formatted(path));
      }
    }

    private void file(
        SecureDirectoryStream<Path> stream, Path name, String path, PosixFileAttributes attributes)
        throws IOException {
      try (SeekableByteChannel channel =
          stream.newByteChannel(name, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
        long size = attributes.size();
        begin(new TarArchiveEntry(path), attributes, size);
        InputStream in = Channels.newInputStream(channel);
        byte[] piece = new byte[1 << 16];
        long left = size;
        while (left > 0) {
          int read = in.read(piece, 0, (int) Math.min(piece.length, left));
          if (read < 0) {
            throw StageFailure.user("the file '%s' shrank while it was read".formatted(path));
          }
          tar.write(piece, 0, read);
          left -= read;
        }
        tar.closeArchiveEntry();
      }
    }

    private void begin(TarArchiveEntry entry, PosixFileAttributes attributes, long size)
        throws IOException {
      entries++;
      bytes += size;
      if (entries > mostEntries) {
        throw StageFailure.user(
            "the context holds more than %d files; leave some out by .dockerignore"
                .formatted(mostEntries));
      }
      if (bytes > mostBytes) {
        throw StageFailure.user(
            "the context holds more than %d bytes; leave some out by .dockerignore"
                .formatted(mostBytes));
      }
      entry.setSize(size);
      entry.setMode(mode(attributes));
      entry.setIds(0, 0);
      entry.setNames("", "");
      entry.setModTime(attributes.lastModifiedTime());
      tar.putArchiveEntry(entry);
    }

    private void put(String name, byte[] content) throws IOException {
      var entry = new TarArchiveEntry(name);
      entry.setSize(content.length);
      entry.setMode(0644);
      entry.setIds(0, 0);
      entry.setNames("", "");
      entry.setModTime(0);
      tar.putArchiveEntry(entry);
      tar.write(content);
      tar.closeArchiveEntry();
    }

    /** Empty where there is none. */
    private byte[] smallFile(String path) throws IOException {
      Path file = contextFolder().resolve(path).normalize();
      if (!file.startsWith(contextFolder())) {
        return new byte[0];
      }
      return read(root, contextFolder().relativize(file));
    }

    private byte[] read(SecureDirectoryStream<Path> stream, Path path) throws IOException {
      Path first = path.getName(0);
      try {
        PosixFileAttributes attributes = attributes(stream, first);
        if (path.getNameCount() > 1) {
          if (!attributes.isDirectory()) {
            return new byte[0];
          }
          try (SecureDirectoryStream<Path> below =
              stream.newDirectoryStream(first, LinkOption.NOFOLLOW_LINKS)) {
            return read(below, path.subpath(1, path.getNameCount()));
          }
        }
        if (!attributes.isRegularFile()) {
          return new byte[0];
        }
        if (attributes.size() > LARGEST_IGNORE_FILE) {
          throw StageFailure.user("'%s' is larger than 1 MiB".formatted(path));
        }
        try (SeekableByteChannel channel =
            stream.newByteChannel(
                first, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
          var content = ByteBuffer.allocate((int) attributes.size());
          while (content.hasRemaining() && channel.read(content) >= 0) {}
          return Arrays.copyOf(content.array(), content.position());
        }
      } catch (NoSuchFileException e) {
        return new byte[0];
      }
    }
  }

  private static List<Path> sorted(SecureDirectoryStream<Path> stream) throws IOException {
    List<Path> names = new ArrayList<>();
    try {
      stream.forEach(path -> names.add(path.getFileName()));
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    names.sort(Comparator.comparing(Path::toString));
    return names;
  }

  private static PosixFileAttributes attributes(SecureDirectoryStream<Path> stream, Path name)
      throws IOException {
    return stream
        .getFileAttributeView(name, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
        .readAttributes();
  }

  private static int mode(PosixFileAttributes attributes) {
    int mode = 0;
    for (PosixFilePermission each : PosixFilePermission.values()) {
      mode = mode << 1 | (attributes.permissions().contains(each) ? 1 : 0);
    }
    return mode;
  }
}
