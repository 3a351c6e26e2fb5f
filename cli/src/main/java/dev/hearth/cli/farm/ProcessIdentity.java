package dev.hearth.cli.farm;

import dev.hearth.cli.client.OwnFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Which process a daemon is, written down so that another one that got its number later is not
 * taken for it: number, start (kernel ticks) and the boot's id.
 */
record ProcessIdentity(long pid, String startedAt, String boot) {
  static Optional<ProcessIdentity> of(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc", String.valueOf(pid), "stat"));
      // The second field, in parentheses, may hold blanks; the state is the third.
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      boolean dead = fields[0].equals("Z") || fields[0].equals("X");
      return dead
          ? Optional.empty()
          : Optional.of(new ProcessIdentity(pid, fields[19], thisBoot()));
    } catch (IOException | IndexOutOfBoundsException e) {
      return Optional.empty();
    }
  }

  /** The process that a file tells of, if it still lives. */
  static Optional<ProcessHandle> find(Path file) {
    try {
      String[] words = Files.readString(file).strip().split(" ", -1);
      long pid = Long.parseLong(words[0]);
      return of(pid)
          .filter(found -> found.text().equals(String.join(" ", words)))
          .flatMap(_ -> ProcessHandle.of(pid));
    } catch (IOException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  void write(Path file) {
    OwnFile.write(file, text() + "\n");
  }

  private String text() {
    return pid + " " + startedAt + " " + boot;
  }

  private static String thisBoot() throws IOException {
    return Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
  }
}
