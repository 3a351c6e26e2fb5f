package dev.hearth.cli.bench;

import dev.hearth.cli.terminal.CommandFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Runs commands as a person types them.
 *
 * @param folder in which they run
 * @param log what they print, for when one fails
 */
record CommandLineTool(Path folder, Path log, Map<String, String> environment) {
  private static final Duration DEADLINE = Duration.ofMinutes(15);
  private static final int TAIL = 1000;

  CommandLineTool in(Path other) {
    return new CommandLineTool(other, log, environment);
  }

  CommandLineTool with(String name, String value) {
    Map<String, String> more = new HashMap<>(environment);
    more.put(name, value);
    return new CommandLineTool(folder, log, Map.copyOf(more));
  }

  void run(String... command) {
    ProcessBuilder builder = new ProcessBuilder(List.of(command));
    builder.environment().putAll(environment);
    builder.directory(folder.toFile());
    builder.redirectErrorStream(true).redirectOutput(log.toFile());
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      if (!process.waitFor(DEADLINE.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
        throw new CommandFailure(
            "tried to run %s, but it did not end within %d minutes"
                .formatted(command[0], DEADLINE.toMinutes()));
      }
      if (process.exitValue() != 0) {
        String said = Files.readString(log);
        throw new CommandFailure(
            "tried to run %s, but it ended with %d:\n%s"
                .formatted(
                    String.join(" ", command),
                    process.exitValue(),
                    said.substring(Math.max(0, said.length() - TAIL))));
      }
    } catch (IOException e) {
      throw new CommandFailure("tried to run %s, but could not".formatted(command[0]), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailure("was interrupted while running " + command[0], e);
    }
  }
}
