package dev.hearth.agent.logs;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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
 * position       how much of all that is valid: {@link SpoolPosition}
 * sealed         there when nothing will be added any more
 * </pre>
 *
 * <p>Half of the limit is the head's, which can be read at once; half the tail's, which is known
 * only at the end.
 *
 * <p>The position is written after what it counts, and only what it counts is ever shown to a
 * reader. So what a process that was killed wrote last and did not count, nobody has seen: it is
 * cut off when the spool is opened again. Nothing here is written through a channel, which an
 * interrupt of the writer would close.
 */
final class LogSpool {
  private static final String TAIL = "tail.";

  /** Room for the line that says what is left out. */
  private static final long CUT_LINE = 128;

  private final Path folder;
  private final long headLimit;
  private final long tailLimit;
  private final RandomAccessFile log;
  private final RandomAccessFile reading;
  private final SpoolPosition position;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition grown = lock.newCondition();
  private long length;
  private long written;
  private long taken;
  private long segmentStart;
  private boolean sealed;

  /** Whether this process has nothing to write here any more, though the log goes on. */
  private boolean left;

  private LogSpool(Path folder, long limit) throws IOException {
    this.folder = folder;
    this.headLimit = limit - limit / 2;
    this.tailLimit = Math.max(0, limit / 2 - CUT_LINE);
    this.log = new RandomAccessFile(folder.resolve("log").toFile(), "rw");
    this.reading = new RandomAccessFile(folder.resolve("log").toFile(), "r");
    this.position = new SpoolPosition(folder.resolve("position"));
    this.sealed = Files.exists(folder.resolve("sealed"));
    if (sealed) {
      this.length = log.length();
      this.written = length;
    } else {
      this.written = position.written();
      this.taken = position.taken();
      cutOffWhatWasNotCounted();
      this.length = log.length();
    }
  }

  /** Begins a log; what stands in the folder is not valid any more. */
  static LogSpool create(Path folder, long limit) {
    try {
      Files.createDirectories(folder);
      Files.writeString(folder.resolve("limit"), Long.toString(limit));
      Files.deleteIfExists(folder.resolve("sealed"));
      SpoolPosition.begin(folder.resolve("position"));
      return new LogSpool(folder, limit);
    } catch (IOException e) {
      throw new UncheckedIOException("tried to begin the log spool " + folder, e);
    }
  }

  /** Whether a log was begun there. */
  static boolean isIn(Path folder) {
    return Files.exists(folder.resolve("position"));
  }

  /** Goes on with the log that an earlier process began. */
  static LogSpool reopen(Path folder) {
    try {
      return new LogSpool(folder, limit(Files.readString(folder.resolve("limit")).strip()));
    } catch (IOException e) {
      throw new UncheckedIOException("tried to reopen the log spool " + folder, e);
    }
  }

  private static long limit(String text) throws IOException {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new IOException("the log's limit is '%s' there, which is no number".formatted(text), e);
    }
  }

  private void cutOffWhatWasNotCounted() throws IOException {
    log.setLength(Math.min(written, headLimit));
    for (Path segment : segments()) {
      long start = start(segment);
      if (start >= written) {
        Files.delete(segment);
        continue;
      }
      segmentStart = start;
      try (var file = new RandomAccessFile(segment.toFile(), "rw")) {
        file.setLength(Math.min(file.length(), written - start));
      }
    }
  }

  /**
   * Adds bytes.
   *
   * @param nowTaken what {@link #taken} says from then on
   */
  void append(byte[] buffer, int offset, int count, long nowTaken) {
    lock.lock();
    try {
      if (sealed || left) {
        return;
      }
      int toHead = written < headLimit ? (int) Math.min(count, headLimit - written) : 0;
      if (toHead > 0) {
        log.seek(written);
        log.write(buffer, offset, toHead);
      }
      long after = appendToTail(buffer, offset + toHead, count - toHead, written + toHead);
      position.write(after, nowTaken);
      written = after;
      taken = nowTaken;
      show(Math.min(written, headLimit));
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
      if (!sealed && !left) {
        long end = length;
        if (written > length) {
          byte[] tail = tail();
          log.seek(length);
          log.write(tail);
          end += tail.length;
        }
        log.getFD().sync();
        Files.createFile(folder.resolve("sealed"));
        sealed = true;
        for (Path segment : segments()) {
          Files.delete(segment);
        }
        show(end);
      }
      return length;
    } catch (IOException e) {
      throw new UncheckedIOException("tried to end the log spool " + folder, e);
    } finally {
      lock.unlock();
    }
  }

  /** What this process still writes is dropped from now on: another one goes on with the log. */
  void leave() {
    lock.lock();
    try {
      left = true;
    } finally {
      lock.unlock();
    }
  }

  /** What the writer last said of how much of its source is in the log. */
  long taken() {
    lock.lock();
    try {
      return taken;
    } finally {
      lock.unlock();
    }
  }

  /** Whether the last byte so far ends no line. */
  boolean endsInLine() {
    lock.lock();
    try {
      if (written == 0) {
        return false;
      }
      Path last = written > headLimit ? segment(segmentStart) : folder.resolve("log");
      try (var file = new RandomAccessFile(last.toFile(), "r")) {
        file.seek(file.length() - 1);
        return file.read() != '\n';
      }
    } catch (IOException e) {
      throw new UncheckedIOException("tried to read the log spool " + folder, e);
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

  /** What can be read from an offset on, {@code most} bytes at most. For one thread at a time. */
  byte[] read(long offset, int most) {
    try {
      byte[] bytes = new byte[Math.clamp(length() - offset, 0, most)];
      reading.seek(offset);
      reading.readFully(bytes);
      return bytes;
    } catch (IOException e) {
      throw new UncheckedIOException("tried to read the log spool " + folder, e);
    }
  }

  /** Lets go of the files; what is in them stays. */
  void close() {
    leave();
    try {
      log.close();
      reading.close();
      position.close();
    } catch (IOException e) {
      throw new UncheckedIOException("tried to close the log spool " + folder, e);
    }
  }

  void delete() {
    close();
    try {
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

  private void show(long bytes) {
    length = bytes;
    grown.signalAll();
  }

  /** Returns how much was written after it. */
  private long appendToTail(byte[] buffer, int offset, int count, long before) throws IOException {
    int at = offset;
    int end = offset + count;
    long after = before;
    while (at < end && tailLimit > 0) {
      if (segmentStart == 0 || after - segmentStart >= tailLimit) {
        beginSegment(after);
      }
      int part = (int) Math.min(end - at, tailLimit - (after - segmentStart));
      try (var file = new RandomAccessFile(segment(segmentStart).toFile(), "rw")) {
        file.seek(after - segmentStart);
        file.write(buffer, at, part);
      }
      at += part;
      after += part;
    }
    return after;
  }

  private void beginSegment(long start) throws IOException {
    List<Path> old = segments();
    for (Path segment : old.subList(0, Math.max(0, old.size() - 1))) {
      Files.delete(segment);
    }
    segmentStart = start;
    Files.createFile(segment(start));
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

  private Path segment(long start) {
    return folder.resolve(TAIL + start);
  }

  private static long start(Path segment) {
    return Long.parseLong(segment.getFileName().toString().substring(TAIL.length()));
  }
}
