package dev.hearth.agent.checkout;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLockInterruptionException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The right to use one mirror, among this process's threads and among processes. It dies with its
 * process: the file that is left behind locks nobody out.
 */
final class MirrorLock implements AutoCloseable {
  private static final Map<Path, ReentrantLock> IN_PROCESS = new ConcurrentHashMap<>();

  private final ReentrantLock threads;
  private final FileChannel channel;

  private MirrorLock(ReentrantLock threads, FileChannel channel) {
    this.threads = threads;
    this.channel = channel;
  }

  /** Waits until nobody else holds it. */
  static MirrorLock take(Path file) throws IOException, InterruptedException {
    Path absolute = file.toAbsolutePath().normalize();
    ReentrantLock threads = IN_PROCESS.computeIfAbsent(absolute, _ -> new ReentrantLock());
    threads.lockInterruptibly();
    try {
      Files.createDirectories(absolute.resolveSibling("."));
      FileChannel channel =
          FileChannel.open(absolute, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      try {
        channel.lock();
        return new MirrorLock(threads, channel);
      } catch (IOException | RuntimeException e) {
        channel.close();
        throw e;
      }
    } catch (FileLockInterruptionException | ClosedByInterruptException _) {
      threads.unlock();
      Thread.interrupted();
      throw new InterruptedException("cancelled while another build used the mirror");
    } catch (IOException | RuntimeException e) {
      threads.unlock();
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      threads.unlock();
    }
  }
}
