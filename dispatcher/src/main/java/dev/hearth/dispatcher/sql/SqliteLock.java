package dev.hearth.dispatcher.sql;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Keeps a SQLite file for one dispatcher, by a lock on {@code {file}.lock} that ends with its
 * process. On the file itself it would be in SQLite's way.
 */
public final class SqliteLock implements AutoCloseable {
  private final FileChannel channel;

  private SqliteLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * @throws UnusableDatabaseException if another process has it, or it can't be made
   */
  @SuppressWarnings("MustBeClosedChecker") // it lives as long as the lock
  public static SqliteLock take(Path file) {
    Path beside = file.toAbsolutePath().resolveSibling(file.getFileName() + ".lock");
    try {
      Files.createDirectories(beside.resolveSibling(""));
      FileChannel channel =
          FileChannel.open(beside, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (isLocked(channel)) {
        return new SqliteLock(channel);
      }
      channel.close();
    } catch (IOException e) {
      throw new UnusableDatabaseException("tried to lock " + beside + " but " + e, e);
    }
    throw new UnusableDatabaseException(
        "tried to open the database "
            + file
            + " but another dispatcher uses it, and SQLite is for one; stop that one, or set"
            + " HEARTH_DATABASE to a PostgreSQL for all of them");
  }

  private static boolean isLocked(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false; // by this very process
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
