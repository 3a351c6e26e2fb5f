package dev.hearth.cache;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * One attempt at a time for each project's cache: within this process by a semaphore, between
 * processes by a lock on a file, which the kernel gives up when its process dies. Thread-safe.
 */
final class ProjectLocks {
  private static final Duration POLL = Duration.ofMillis(200);

  private final CacheLayout layout;
  private final Map<String, Semaphore> turns = new ConcurrentHashMap<>();
  private final Map<String, String> holders = new ConcurrentHashMap<>();

  ProjectLocks(CacheLayout layout) {
    this.layout = layout;
  }

  /** A project's cache is held until this is closed. */
  interface Held extends AutoCloseable {
    @Override
    void close();
  }

  /** Waits for the project's cache; says so, and for whom, if it has to. */
  Held take(CacheRequest request, Consumer<String> buildLog)
      throws InterruptedException, IOException {
    String project = request.project();
    Semaphore turn = turns.computeIfAbsent(project, _ -> new Semaphore(1, true));
    boolean waited = !turn.tryAcquire();
    if (waited) {
      buildLog.accept(
          "Waiting for the cache: attempt %s of this project has it, and only one can at a time."
              .formatted(holders.getOrDefault(project, "another")));
      turn.acquire();
    }
    try {
      FileChannel file = lockFile(project, buildLog, waited);
      holders.put(project, request.attempt());
      var released = new AtomicBoolean();
      return () -> {
        if (released.compareAndSet(false, true)) {
          holders.remove(project);
          close(file);
          turn.release();
        }
      };
    } catch (InterruptedException | IOException | RuntimeException e) {
      turn.release();
      throw e;
    }
  }

  /** Takes the project's cache if nobody has it. */
  Optional<Held> takeIfFree(String project) throws IOException {
    Semaphore turn = turns.computeIfAbsent(project, _ -> new Semaphore(1, true));
    if (!turn.tryAcquire()) {
      return Optional.empty();
    }
    boolean taken = false;
    FileChannel file = null;
    try {
      FileChannel opened =
          FileChannel.open(layout.lock(project), Set.of(CREATE, WRITE, NOFOLLOW_LINKS));
      file = opened;
      taken = isLocked(opened);
      return taken
          ? Optional.of(() -> {
            close(opened);
            turn.release();
          })
          : Optional.empty();
    } finally {
      if (!taken) {
        if (file != null) {
          close(file);
        }
        turn.release();
      }
    }
  }

  private FileChannel lockFile(String project, Consumer<String> buildLog, boolean waited)
      throws InterruptedException, IOException {
    var file = FileChannel.open(layout.lock(project), Set.of(CREATE, WRITE, NOFOLLOW_LINKS));
    try {
      boolean said = false;
      while (!isLocked(file)) {
        if (!said) {
          buildLog.accept("Waiting for the cache: another agent on this host has this project's.");
          said = true;
        }
        Thread.sleep(POLL);
      }
      if (waited || said) {
        buildLog.accept("The cache is free.");
      }
      return file;
    } catch (InterruptedException | IOException | RuntimeException e) {
      close(file);
      throw e;
    }
  }

  private static boolean isLocked(FileChannel file) throws IOException {
    try {
      return file.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false; // another agent of this very process has it
    }
  }

  private static void close(FileChannel file) {
    try {
      file.close();
    } catch (IOException e) {
      throw new CacheException("tried to unlock a cache but the lock's file did not close", e);
    }
  }
}
