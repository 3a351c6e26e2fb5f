package dev.hearth.cli.gameday;

import dev.hearth.cli.terminal.CommandFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Runs short commands of the host as root. */
final class HostCommands {
  private static final Duration DEADLINE = Duration.ofSeconds(20);

  /** How a command ended and what it said. */
  record Answer(int status, String said) {}

  /**
   * @throws CommandFailure with the command's words when it fails
   */
  void run(String... command) {
    Answer answer = ask(command);
    if (answer.status() != 0) {
      throw new CommandFailure(
          "tried to run %s, but: %s".formatted(String.join(" ", command), answer.said().strip()));
    }
  }

  Answer ask(String... command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(DEADLINE.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
        throw new CommandFailure(
            "tried to run %s, but it did not end within %d s"
                .formatted(String.join(" ", command), DEADLINE.toSeconds()));
      }
      return new Answer(process.exitValue(), said);
    } catch (IOException e) {
      throw new CommandFailure(
          "tried to run %s, but could not; gamedays need root and Debian's iproute2 and iptables"
              .formatted(command[0]),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailure("was interrupted while running " + command[0], e);
    }
  }
}
