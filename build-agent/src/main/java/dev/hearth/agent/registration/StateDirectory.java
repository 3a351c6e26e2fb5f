package dev.hearth.agent.registration;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What an agent remembers of itself over restarts, in a folder that one process at a time holds:
 *
 * <pre>
 * lock        held for the process's life; the kernel lets go of it when the process dies
 * identity    a random UUID, made once
 * generation  how many registrations were begun
 * lease       of the last registration or hand-over, in decimal
 * handed      there while the last process has handed over, and no next one has registered
 * attempts/   notes of attempts: {@link dev.hearth.agent.attempts.AttemptFiles}
 * </pre>
 */
public final class StateDirectory implements AutoCloseable {
  private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

  private final Path folder;
  private final FileChannel channel;
  private final FileLock lock;
  private final String identity;

  private StateDirectory(Path folder, FileChannel channel, FileLock lock) throws IOException {
    this.folder = folder;
    this.channel = channel;
    this.lock = lock;
    Optional<String> known = text("identity");
    this.identity = known.orElseGet(() -> UUID.randomUUID().toString());
    if (known.isEmpty()) {
      write("identity", identity);
    }
  }

  /**
   * Makes the folder where it is missing, and locks it.
   *
   * @throws RegistrationRefusedException if another process holds it, or it can't be written
   */
  public static StateDirectory open(Path folder) {
    try {
      Files.createDirectories(folder);
      FileChannel channel =
          FileChannel.open(
              folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = tryLock(channel);
      if (lock == null) {
        channel.close();
        throw new RegistrationRefusedException(
            "tried to use the state directory %s but another agent's process holds it; stop that one, or set HEARTH_AGENT_NAME or HEARTH_AGENT_HOME"
                .formatted(folder));
      }
      return new StateDirectory(folder, channel, lock);
    } catch (IOException e) {
      throw new RegistrationRefusedException(
          "tried to use the state directory %s but it can't be written (%s); set HEARTH_AGENT_HOME"
              .formatted(folder, e),
          e);
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException _) {
      return null; // held by this very process
    }
  }

  /** Random, made when the folder was first used. */
  public String identity() {
    return identity;
  }

  /** Of the host's kernel: a new one after each boot. */
  public String bootId() {
    try {
      return Files.readString(BOOT_ID).strip();
    } catch (IOException e) {
      throw new UncheckedIOException("tried to read this host's boot id", e);
    }
  }

  /** Counts a registration that begins, and keeps its lease, so that a successor can end it. */
  long begin(long lease) {
    try {
      long generation = text("generation").map(Long::parseLong).orElse(0L) + 1;
      write("lease", Long.toString(lease));
      write("generation", Long.toString(generation));
      return generation;
    } catch (IOException e) {
      throw new UncheckedIOException("tried to count a registration in " + folder, e);
    }
  }

  /** Where the notes of attempts lie. */
  public Path attempts() {
    return folder.resolve("attempts");
  }

  /** Whether the last process has handed over to this one. */
  boolean wasHandedOver() {
    return Files.exists(folder.resolve("handed"));
  }

  void handedOver(boolean now) {
    try {
      if (now) {
        write("handed", "");
      } else {
        Files.deleteIfExists(folder.resolve("handed"));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("tried to note a hand-over in " + folder, e);
    }
  }

  /** The lease of the last registration that was begun; empty before the first. */
  Optional<Long> lastLease() {
    try {
      return text("lease").map(Long::parseLong);
    } catch (IOException e) {
      throw new UncheckedIOException("tried to read the last lease in " + folder, e);
    }
  }

  @Override
  public void close() {
    try {
      if (channel.isOpen()) {
        lock.release();
      }
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException("tried to unlock " + folder, e);
    }
  }

  private Optional<String> text(String name) throws IOException {
    Path file = folder.resolve(name);
    return Files.exists(file)
        ? Optional.of(Files.readString(file).strip()).filter(text -> !text.isEmpty())
        : Optional.empty();
  }

  private void write(String name, String text) throws IOException {
    Path aside = folder.resolve(name + ".new");
    Files.writeString(aside, text);
    Files.move(
        aside,
        folder.resolve(name),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }
}
