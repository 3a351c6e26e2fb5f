package dev.hearth.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The program {@code hearth} as it is run on another host. Not thread-safe. */
final class SecondHost implements AutoCloseable {
  private final OwnEngine engine;
  private final String name;
  private final Path home;
  private final Map<String, String> settings;
  private @Nullable Process agent;

  /**
   * @param home of its agent
   * @param settings the environment's {@code HEARTH_} variables; no other gets through
   */
  SecondHost(OwnEngine engine, String name, Path home, Map<String, String> settings) {
    this.engine = engine;
    this.name = name;
    this.home = home;
    this.settings = Map.copyOf(settings);
  }

  /** What a command printed, and its exit status. */
  record Ran(int status, String output) {}

  /** Runs {@code hearth} to its end. */
  Ran hearth(String... arguments) {
    Path log = home.resolveSibling(name + "-command.log");
    try {
      Files.deleteIfExists(log);
      Process process = start(List.of(arguments), log);
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("hearth " + String.join(" ", arguments) + " takes over a minute");
      }
      return new Ran(process.exitValue(), Files.readString(log));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Runs its agent from now on. */
  void startAgent() {
    try {
      agent = start(List.of("agent", "--home", home.toString()), log());
    } catch (IOException e) {
      throw new UncheckedIOException("tried to start an agent", e);
    }
  }

  /** The agent's exit status; empty while it runs. */
  @Nullable Integer agentStatus() {
    Process running = agent;
    return running == null || running.isAlive() ? null : running.exitValue();
  }

  Path home() {
    return home;
  }

  /** What its agent has told its operator so far. */
  String agentLog() {
    try {
      return Files.readString(log());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path log() {
    return home.resolveSibling(name + "-agent.log");
  }

  @Override
  public void close() {
    Process running = agent;
    if (running == null) {
      return;
    }
    running.destroy();
    try {
      if (!running.waitFor(20, TimeUnit.SECONDS)) {
        running.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      running.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private Process start(List<String> arguments, Path log) throws IOException {
    List<String> java =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.hearth.cli.Main"));
    java.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(engine.command(java));
    builder.environment().keySet().removeIf(variable -> variable.startsWith("HEARTH_"));
    builder.environment().putAll(settings);
    return builder
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
        .start();
  }
}
