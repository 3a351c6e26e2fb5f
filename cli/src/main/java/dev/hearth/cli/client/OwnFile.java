package dev.hearth.cli.client;

import dev.hearth.cli.terminal.CommandFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;

/** Files with secrets in them: readable by their owner alone, whole or not there. */
public final class OwnFile {
  private OwnFile() {}

  /** Puts a file, mode 0600, into a folder that is made with mode 0700 where it is absent. */
  public static void write(Path file, String text) {
    try {
      Path folder = folderOf(file);
      Path aside =
          Files.createTempFile(
              folder,
              file.getFileName().toString(),
              ".new",
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      try {
        Files.writeString(aside, text);
        Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(aside);
      }
    } catch (IOException e) {
      throw CommandFailure.io("write " + file, e);
    }
  }

  /** The folder in which a file lies, made with mode 0700 where it is absent. */
  public static Path folderOf(Path file) throws IOException {
    return folder(Objects.requireNonNull(file.toAbsolutePath().getParent()));
  }

  /** A folder of one's own, mode 0700 where it is made here. */
  public static Path folder(Path folder) throws IOException {
    return Files.createDirectories(
        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
  }
}
