package dev.hearth.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** An agent in a process of its own, which can be killed and started again. Not thread-safe. */
final class AgentProcess implements AutoCloseable {
  private final Map<String, String> settings;
  private final Path log;
  private @Nullable Process process;

  /**
   * @param settings the environment's {@code HEARTH_} variables; no other gets through
   * @param log where its standard output and error go
   */
  AgentProcess(Map<String, String> settings, Path log) {
    this.settings = Map.copyOf(settings);
    this.log = log;
  }

  void start() {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var builder =
        new ProcessBuilder(
            List.of(
                java,
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                AgentMainProcess.class.getName()));
    builder.environment().keySet().removeIf(name -> name.startsWith("HEARTH_"));
    builder.environment().putAll(settings);
    builder
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException("tried to start an agent", e);
    }
  }

  /** As when its host loses power: no goodbye, its lease must run out by itself. */
  void kill() {
    end(true);
  }

  /** SIGTERM; returns when it has ended. */
  void tellToEnd() {
    end(false);
  }

  /** As when its host hangs: nothing is done and nothing forgotten, until {@link #thaw}. */
  void freeze() {
    signal("STOP");
  }

  void thaw() {
    signal("CONT");
  }

  private void signal(String name) {
    Process running = process;
    if (running == null) {
      throw new IllegalStateException("the agent does not run");
    }
    try {
      int status =
          new ProcessBuilder("kill", "-" + name, String.valueOf(running.pid()))
              .inheritIO()
              .start()
              .waitFor();
      if (status != 0) {
        throw new IllegalStateException("kill -" + name + " exited with status " + status);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("tried to run kill", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Its command line, as everybody on the host can read it. */
  String commandLine() {
    return process == null ? "" : process.info().commandLine().orElse("");
  }

  /** What it has told its operator so far. */
  String log() {
    try {
      return Files.exists(log) ? Files.readString(log) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    end(false);
  }

  private void end(boolean atOnce) {
    Process running = process;
    if (running == null) {
      return;
    }
    if (atOnce) {
      running.destroyForcibly();
    } else {
      running.destroy();
    }
    try {
      if (!running.waitFor(20, TimeUnit.SECONDS)) {
        running.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      running.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    process = null;
  }
}
