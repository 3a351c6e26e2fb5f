package dev.hearth.agent.logs;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * One log on disk. It only grows, so that a byte keeps its offset for ever:
 *
 * <pre>
 * log            what can be read, from offset 0: the head, and once it is sealed the tail too
 * tail.{offset}  what came after the head was full; at most two, each as long as the tail may be.
 *                {offset} counts all bytes that were ever written
 * limit          bytes that are kept, in decimal
 * sealed         there when nothing will be added any more
 * </pre>
 *
 * <p>Half of the limit is the head's, which can be read at once; half the tail's, which is known
 * only at the end.
 */
final class LogSpool {
  private static final String TAIL = "tail.";

  /** Room for the line that says what is left out. */
  private static final long CUT_LINE = 128;

  private final Path folder;
  private final long headLimit;
  private final long tailLimit;
  private final FileChannel log;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition grown = lock.newCondition();
  private long length;
  private long written;
  private long segmentStart;
  private boolean sealed;

  private LogSpool(Path folder, long limit) throws IOException {
    this.folder = folder;
    this.headLimit = limit - limit / 2;
    this.tailLimit = Math.max(0, limit / 2 - CUT_LINE);
    this.log =
        FileChannel.open(
            folder.resolve("log"),
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE);
    this.length = log.size();
    this.written = length;
    for (Path segment : segments()) {
      segmentStart = start(segment);
      written = segmentStart + Files.size(segment);
    }
    this.sealed = Files.exists(folder.resolve("sealed"));
  }

  /** Begins a log. */
  static LogSpool create(Path folder, long limit) {
    try {
      Files.createDirectories(folder);
      Files.writeString(folder.resolve("limit"), Long.toString(limit));
      return new LogSpool(folder, limit);
    } catch (IOException e) {
      throw new UncheckedIOException("tried to begin the log spool " + folder, e);
    }
  }

  /** Goes on with the log that an earlier process began. */
  static LogSpool reopen(Path folder) {
    try {
      return new LogSpool(
          folder, Long.parseLong(Files.readString(folder.resolve("limit")).strip()));
    } catch (IOException e) {
      throw new UncheckedIOException("tried to reopen the log spool " + folder, e);
    }
  }

  void append(byte[] buffer, int offset, int count) {
    lock.lock();
    try {
      if (sealed) {
        return;
      }
      int toHead = written < headLimit ? (int) Math.min(count, headLimit - written) : 0;
      if (toHead > 0) {
        grow(ByteBuffer.wrap(buffer, offset, toHead));
        written += toHead;
      }
      appendToTail(buffer, offset + toHead, count - toHead);
    } catch (IOException e) {
      throw new UncheckedIOException("tried to write the log spool " + folder, e);
    } finally {
      lock.unlock();
    }
  }

  /** Ends the log: nothing is added any more. Returns its length. */
  long seal() {
    lock.lock();
    try {
      if (!sealed) {
        if (written > length) {
          grow(ByteBuffer.wrap(tail()));
        }
        log.force(false);
        Files.createFile(folder.resolve("sealed"));
        for (Path segment : segments()) {
          Files.delete(segment);
        }
        sealed = true;
        grown.signalAll();
      }
      return length;
    } catch (IOException e) {
      throw new UncheckedIOException("tried to end the log spool " + folder, e);
    } finally {
      lock.unlock();
    }
  }

  /** How many bytes can be read. */
  long length() {
    lock.lock();
    try {
      return length;
    } finally {
      lock.unlock();
    }
  }

  boolean isSealed() {
    lock.lock();
    try {
      return sealed;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until there are more bytes than {@code known}, the log is sealed, or the time is over.
   */
  void awaitMore(long known, Duration atMost) throws InterruptedException {
    long giveUp = System.nanoTime() + atMost.toNanos();
    lock.lock();
    try {
      while (length <= known && !sealed && System.nanoTime() < giveUp) {
        if (!grown.await(giveUp - System.nanoTime(), TimeUnit.NANOSECONDS)) {
          return;
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /** What can be read from an offset on, {@code most} bytes at most. */
  byte[] read(long offset, int most) {
    try {
      int count = Math.clamp(length() - offset, 0, most);
      ByteBuffer buffer = ByteBuffer.allocate(count);
      while (buffer.hasRemaining() && log.read(buffer, offset + buffer.position()) >= 0) {
        Thread.onSpinWait();
      }
      return buffer.array();
    } catch (IOException e) {
      throw new UncheckedIOException("tried to read the log spool " + folder, e);
    }
  }

  void delete() {
    try {
      log.close();
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("tried to delete the log spool " + folder, e);
    }
  }

  private void grow(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      length += log.write(bytes, length);
    }
    grown.signalAll();
  }

  private void appendToTail(byte[] buffer, int offset, int count) throws IOException {
    int at = offset;
    int end = offset + count;
    while (at < end && tailLimit > 0) {
      if (segmentStart == 0 || written - segmentStart >= tailLimit) {
        beginSegment();
      }
      int part = (int) Math.min(end - at, tailLimit - (written - segmentStart));
      Path segment = folder.resolve(TAIL + segmentStart);
      try (FileChannel file =
          FileChannel.open(segment, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
        ByteBuffer bytes = ByteBuffer.wrap(buffer, at, part);
        while (bytes.hasRemaining()) {
          file.write(bytes);
        }
      }
      at += part;
      written += part;
    }
  }

  private void beginSegment() throws IOException {
    List<Path> old = segments();
    for (Path segment : old.subList(0, Math.max(0, old.size() - 1))) {
      Files.delete(segment);
    }
    segmentStart = written;
    Files.createFile(folder.resolve(TAIL + segmentStart));
  }

  /** The end of what was written, with a line for what is left out before it. */
  private byte[] tail() throws IOException {
    var kept = new ByteArrayOutputStream();
    List<Path> segments = segments();
    for (Path segment : segments) {
      kept.write(Files.readAllBytes(segment));
    }
    byte[] all = kept.toByteArray();
    long leftOut = start(segments.getFirst()) - length;
    int from = 0;
    if (leftOut > 0 || all.length > tailLimit) {
      from = lineStart(all, (int) Math.max(0, all.length - tailLimit));
      leftOut += from;
    }
    var tail = new ByteArrayOutputStream();
    if (leftOut > 0) {
      tail.writeBytes(
          "\n== the log is longer than its limit: %,d bytes are left out here\n"
              .formatted(leftOut)
              .getBytes(StandardCharsets.UTF_8));
    }
    tail.write(all, from, all.length - from);
    return tail.toByteArray();
  }

  /** The first line that begins at or after an index; the index itself where there is none. */
  private static int lineStart(byte[] bytes, int index) {
    for (int i = index; i < bytes.length - 1; i++) {
      if (bytes[i] == '\n') {
        return i + 1;
      }
    }
    return index;
  }

  private List<Path> segments() throws IOException {
    List<Path> segments = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      files
          .filter(file -> file.getFileName().toString().startsWith(TAIL))
          .sorted(Comparator.comparingLong(LogSpool::start))
          .forEach(segments::add);
    }
    return segments;
  }

  private static long start(Path segment) {
    return Long.parseLong(segment.getFileName().toString().substring(TAIL.length()));
  }
}
