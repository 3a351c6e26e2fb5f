package dev.hearth.git;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Runs the machine's own {@code git}, blind to the configuration of the machine and its users. */
final class GitCommand {
  private GitCommand() {}

  /** A process that has yet to be started, with nothing in its environment but what Git needs. */
  static ProcessBuilder process(Path directory, List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    String path = System.getenv().getOrDefault("PATH", "/usr/bin:/bin");
    builder.environment().clear();
    builder.environment().put("PATH", path);
    builder.environment().put("LANG", "C.UTF-8");
    builder.environment().put("GIT_CONFIG_NOSYSTEM", "1");
    builder.environment().put("GIT_CONFIG_GLOBAL", "/dev/null");
    return builder;
  }

  /**
   * What the command printed, trimmed.
   *
   * @throws UncheckedIOException if the command ends with another status than 0, with its words
   */
  static String run(Path directory, byte[] input, List<String> arguments) {
    List<String> command = Stream.concat(Stream.of("git"), arguments.stream()).toList();
    try {
      Process process = process(directory, command).redirectErrorStream(true).start();
      Thread feeder = Thread.startVirtualThread(() -> feed(process, input));
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      feeder.join();
      int status = process.waitFor();
      if (status != 0) {
        throw new IOException(
            "tried to run %s in %s but it ended with status %d: %s"
                .formatted(String.join(" ", command), directory, status, output.strip()));
      }
      return output.strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while git was running in " + directory, e);
    }
  }

  private static void feed(Process process, byte[] input) {
    try (OutputStream stdin = process.getOutputStream()) {
      stdin.write(input);
    } catch (IOException _) {
      // the command has ended without reading it all; its status tells why
    }
  }
}
