package dev.hearth.cli.farm;

import dev.hearth.cli.terminal.CommandFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Asks the Docker engine by its own command, {@code docker}; every call has a deadline. */
public final class Docker {
  private static final Duration DEADLINE = Duration.ofSeconds(60);

  private final Map<String, String> environment;

  /**
   * @param environment is added to the process's own, as {@code DOCKER_CONFIG}
   */
  public Docker(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  public Docker() {
    this(Map.of());
  }

  /** What a command said and how it ended. */
  public record Answer(int status, String out, String err) {
    public boolean succeeded() {
      return status == 0;
    }

    /** The last thing that was said. */
    public String lastWords() {
      String said = err.isBlank() ? out.strip() : err.strip();
      return said.substring(said.lastIndexOf('\n') + 1);
    }
  }

  /**
   * Returns what the command printed.
   *
   * @throws CommandFailure with docker's words when it fails
   */
  public String run(String... arguments) {
    Answer answer = ask("", DEADLINE, arguments);
    if (!answer.succeeded()) {
      throw new CommandFailure(
          "tried to run docker %s, but: %s".formatted(arguments[0], answer.lastWords()));
    }
    return answer.out().strip();
  }

  public Answer ask(String... arguments) {
    return ask("", DEADLINE, arguments);
  }

  /**
   * @param input is piped into the command: the way for what nobody shall see on a command line
   */
  public Answer ask(String input, Duration deadline, String... arguments) {
    List<String> command = new ArrayList<>(List.of("docker"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    try {
      Process process = builder.start();
      CompletableFuture<String> out = reading(process.getInputStream());
      CompletableFuture<String> err = reading(process.getErrorStream());
      try (var in = process.getOutputStream()) {
        in.write(input.getBytes(StandardCharsets.UTF_8));
      } catch (IOException e) {
        // The command did not want it; its status says why.
      }
      if (!process.waitFor(deadline.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
        throw new CommandFailure(
            "tried to run docker %s, but it did not end within %d s; see that the Docker engine answers"
                .formatted(arguments[0], deadline.toSeconds()));
      }
      return new Answer(process.exitValue(), out.join(), err.join());
    } catch (IOException e) {
      throw new CommandFailure(
          "tried to run docker, but there is no such command; run ./hearth up, which installs it",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailure("was interrupted while asking the Docker engine", e);
    }
  }

  private static CompletableFuture<String> reading(InputStream stream) {
    CompletableFuture<String> read = new CompletableFuture<>();
    Thread.startVirtualThread(() -> {
      try (stream) {
        read.complete(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
      } catch (IOException e) {
        read.complete("");
      }
    });
    return read;
  }
}
