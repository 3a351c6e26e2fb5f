package dev.hearth.cli.bench;

import dev.hearth.cli.farm.Farm;
import dev.hearth.cli.terminal.CommandFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What memory a part of a farm takes. */
final class Memory {
  private Memory() {}

  /** Resident, in megabytes. */
  static double of(Farm farm, String part) {
    long pid = farm.pid(part).orElseThrow(() -> new CommandFailure(part + " does not run"));
    try {
      String line =
          Files.readAllLines(Path.of("/proc", String.valueOf(pid), "status")).stream()
              .filter(one -> one.startsWith("VmRSS:"))
              .findFirst()
              .orElseThrow();
      return Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024 / 1e6;
    } catch (IOException e) {
      throw new CommandFailure("tried to read the memory of " + part + ", but could not", e);
    }
  }
}
