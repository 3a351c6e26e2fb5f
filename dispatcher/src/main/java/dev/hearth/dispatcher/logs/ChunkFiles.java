package dev.hearth.dispatcher.logs;

import dev.hearth.protocol.AttemptId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Where the chunks of logs lie, and how one gets there:
 *
 * <pre>
 * {root}/{last two digits of the build}/{attempt}/{offset, 16 digits}   a chunk, never changed
 * {root}/{last two digits of the build}/{attempt}/tests                 what its tests said, never changed
 * {root}/{last two digits of the build}/{attempt}/.{random}             one that is being written
 * </pre>
 *
 * The chunks of an attempt follow one another without a gap, as each is begun at the end of the one
 * before; so the next one's name is known, and nothing is ever listed. A chunk appears whole: it is
 * written aside, synced, and linked into place, which of two writers only one can do.
 */
record ChunkFiles(Path root) {
  private Path folder(AttemptId attempt) {
    String build = attempt.build().value();
    return root.resolve(build.substring(build.length() - 2)).resolve(attempt.toString());
  }

  private Path chunk(AttemptId attempt, long offset) {
    return folder(attempt).resolve("%016d".formatted(offset));
  }

  /** The chunk's length, or empty if there is none. */
  Optional<Integer> length(AttemptId attempt, long offset) throws IOException {
    try {
      return Optional.of(Math.toIntExact(Files.size(chunk(attempt, offset))));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** When the chunk was made, or empty if there is none. */
  Optional<Instant> made(AttemptId attempt, long offset) throws IOException {
    try {
      return Optional.of(Files.getLastModifiedTime(chunk(attempt, offset)).toInstant());
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** Whether it was made; false if there is a chunk at this offset already. */
  boolean create(AttemptId attempt, long offset, ByteBuffer bytes) throws IOException {
    return create(folder(attempt), chunk(attempt, offset), bytes);
  }

  /** Whether they were kept; false if there are some of the attempt already. */
  boolean createTests(AttemptId attempt, ByteBuffer bytes) throws IOException {
    return create(folder(attempt), tests(attempt), bytes);
  }

  private Path tests(AttemptId attempt) {
    return folder(attempt).resolve("tests");
  }

  /** What {@link #createTests} kept. */
  Optional<byte[]> readTests(AttemptId attempt) throws IOException {
    try {
      return Optional.of(Files.readAllBytes(tests(attempt)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private boolean create(Path folder, Path file, ByteBuffer bytes) throws IOException {
    boolean isNew = !Files.isDirectory(folder);
    Files.createDirectories(folder);
    if (isNew) {
      sync(root);
      sync(folder.resolveSibling(""));
    }
    Path aside = folder.resolve("." + UUID.randomUUID());
    try {
      try (FileChannel channel =
          FileChannel.open(aside, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
      }
      Files.createLink(file, aside);
    } catch (FileAlreadyExistsException e) {
      return false;
    } finally {
      Files.deleteIfExists(aside);
    }
    sync(folder);
    return true;
  }

  private static void sync(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder)) {
      channel.force(true);
    }
  }

  /** Fills the buffer from a chunk; less if the chunk ends, nothing if it is gone. */
  void read(AttemptId attempt, long offset, long skip, ByteBuffer into) throws IOException {
    try (FileChannel channel = FileChannel.open(chunk(attempt, offset))) {
      long at = skip;
      while (into.hasRemaining()) {
        int count = channel.read(into, at);
        if (count < 0) {
          return;
        }
        at += count;
      }
    } catch (NoSuchFileException e) {
      // Deleted meanwhile: to its reader the log ends here.
    }
  }

  /** The attempts that got no chunk since then. */
  List<AttemptId> untouchedSince(Instant instant) throws IOException {
    List<AttemptId> old = new ArrayList<>();
    for (Path group : listed(root)) {
      for (Path folder : listed(group)) {
        if (Files.getLastModifiedTime(folder).toInstant().isBefore(instant)) {
          old.add(AttemptId.parse(String.valueOf(folder.getFileName())));
        }
      }
    }
    return old;
  }

  void delete(AttemptId attempt) throws IOException {
    Path folder = folder(attempt);
    for (Path file : listed(folder)) {
      Files.deleteIfExists(file);
    }
    Files.deleteIfExists(folder);
  }

  private static List<Path> listed(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }
}
