package dev.hearth.cli.gameday;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A process's clock at half speed, by Debian's {@code libfaketime}: its wall clock only, since
 * Java's waiting is by the other one, which a host's wrong clock does not touch either.
 */
final class SlowClock {
  private static final Path LIBRARIES = Path.of("/usr/lib");

  private SlowClock() {}

  /** Whether this machine has what it takes. */
  static boolean works() {
    return library().isPresent();
  }

  /** Words before the command of a process whose clock shall be slow. */
  static List<String> words() {
    return List.of(
        "env",
        "LD_PRELOAD=" + library().orElseThrow(),
        "FAKETIME=+0 x0.5",
        "FAKETIME_DONT_FAKE_MONOTONIC=1",
        "FAKETIME_NO_CACHE=1");
  }

  private static Optional<Path> library() {
    try (Stream<Path> machines = Files.list(LIBRARIES)) {
      return machines
          .map(machine -> machine.resolve("faketime/libfaketimeMT.so.1"))
          .filter(Files::exists)
          .findFirst();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
