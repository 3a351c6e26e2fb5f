package dev.hearth.dispatcher.logs;

import dev.hearth.protocol.AttemptId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/** Logs in a directory, which several dispatchers may share; see {@link ChunkFiles}. */
public final class DirectoryLogStore implements LogStore {
  /** What a project may ask for at most, and room for the farm's own lines. */
  public static final long DEFAULT_BOUND = (1L << 30) + (1L << 20);

  private static final int REMEMBERED = 1000;

  /** Which chunks of a log are known to stand: offset to length. Others may have added more. */
  private static final class Held {
    final ConcurrentSkipListMap<Long, Integer> chunks = new ConcurrentSkipListMap<>();

    long length() {
      Map.Entry<Long, Integer> last = chunks.lastEntry();
      return last == null ? 0 : last.getKey() + last.getValue();
    }
  }

  private final ChunkFiles files;
  private final long bound;
  private final Map<AttemptId, Held> remembered =
      Collections.synchronizedMap(
          new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<AttemptId, Held> eldest) {
              return size() > REMEMBERED;
            }
          });

  /**
   * @param bound of each log, in bytes
   */
  public DirectoryLogStore(Path root, long bound) {
    this.files = new ChunkFiles(root);
    this.bound = bound;
  }

  @Override
  public LogAppend append(AttemptId attempt, long offset, byte[] piece) {
    if (offset < 0 || offset + piece.length > bound) {
      throw new LogTooLongException(attempt, bound);
    }
    try {
      Held held = upToDate(attempt);
      while (true) {
        long length = held.length();
        if (offset > length) {
          return new LogAppend(length, true);
        }
        if (offset + piece.length <= length) {
          return new LogAppend(length, false);
        }
        int skip = (int) (length - offset);
        ByteBuffer rest = ByteBuffer.wrap(piece, skip, piece.length - skip);
        files.create(attempt, length, rest);
        // Whoever made it, a chunk stands there now.
        extend(attempt, held);
      }
    } catch (IOException e) {
      throw new LogStoreException("keep a piece of the log of attempt " + attempt, e);
    }
  }

  @Override
  public long length(AttemptId attempt) {
    try {
      return upToDate(attempt).length();
    } catch (IOException e) {
      throw new LogStoreException("measure the log of attempt " + attempt, e);
    }
  }

  @Override
  public byte[] read(AttemptId attempt, long from, int max) {
    try {
      Held held = upToDate(attempt);
      long available = held.length() - from;
      if (from < 0 || available <= 0 || max <= 0) {
        return new byte[0];
      }
      ByteBuffer into = ByteBuffer.allocate((int) Math.min(available, max));
      Map.Entry<Long, Integer> chunk = held.chunks.floorEntry(from);
      while (chunk != null && into.hasRemaining()) {
        long at = from + into.position();
        int before = into.position();
        files.read(attempt, chunk.getKey(), at - chunk.getKey(), into);
        if (into.position() == before) {
          break;
        }
        chunk = held.chunks.higherEntry(chunk.getKey());
      }
      return Arrays.copyOf(into.array(), into.position());
    } catch (IOException e) {
      throw new LogStoreException("read the log of attempt " + attempt, e);
    }
  }

  @Override
  public List<LogTime> times(AttemptId attempt, long from) {
    try {
      Held held = upToDate(attempt);
      Long first = held.chunks.floorKey(from);
      List<LogTime> times = new ArrayList<>();
      for (Long offset : held.chunks.tailMap(first == null ? 0 : first, true).keySet()) {
        files.made(attempt, offset).ifPresent(made -> times.add(new LogTime(offset, made)));
      }
      return times;
    } catch (IOException e) {
      throw new LogStoreException("ask when the log of attempt " + attempt + " came", e);
    }
  }

  @Override
  public int forget(Instant before) {
    try {
      List<AttemptId> old = files.untouchedSince(before);
      for (AttemptId attempt : old) {
        remembered.remove(attempt);
        files.delete(attempt);
      }
      return old.size();
    } catch (IOException e) {
      throw new LogStoreException("delete old logs", e);
    }
  }

  private Held upToDate(AttemptId attempt) throws IOException {
    Held held = remembered.computeIfAbsent(attempt, _ -> new Held());
    extend(attempt, held);
    return held;
  }

  /** Looks for chunks behind the last known one, another dispatcher's among them. */
  private void extend(AttemptId attempt, Held held) throws IOException {
    for (long end = held.length(); ; end = held.length()) {
      Optional<Integer> length = files.length(attempt, end);
      if (length.isEmpty()) {
        return;
      }
      held.chunks.putIfAbsent(end, length.get());
    }
  }
}
