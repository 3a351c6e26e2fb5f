package dev.hearth.dispatcher.logs;

import dev.hearth.protocol.AttemptId;
import java.time.Instant;
import java.util.List;

/**
 * Keeps the logs of attempts, each a row of bytes that only grows. Implementations are thread-safe,
 * and several dispatchers may share what is behind one.
 */
public interface LogStore {
  /**
   * Adds a piece that begins at an offset. What of it is held already is skipped, so that a piece
   * can be sent again with other bounds. When this returns, all that it counts is durable.
   *
   * @throws LogTooLongException if the log would pass the store's bound
   * @throws LogStoreException if it cannot be written
   */
  LogAppend append(AttemptId attempt, long offset, byte[] piece);

  /** How many bytes from 0 are held; 0 for an attempt that nobody knows. */
  long length(AttemptId attempt);

  /** What stands from an offset on, {@code max} bytes at most; empty at the end. */
  byte[] read(AttemptId attempt, long from, int max);

  /** When each part that ends behind an offset came, in their order; coarse, for people. */
  List<LogTime> times(AttemptId attempt, long from);

  /** Deletes the logs to which nothing was added since then; how many. */
  int forget(Instant before);
}
