package dev.hearth.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A dispatcher in a process of its own, which can be killed, frozen and started again. Not
 * thread-safe.
 */
final class DispatcherProcess implements AutoCloseable {
  private final Map<String, String> settings;
  private final Path log;
  private Process process;

  /**
   * @param settings the environment's {@code HEARTH_} variables; no other gets through
   * @param log where its standard output and error go
   */
  DispatcherProcess(Map<String, String> settings, Path log) {
    this.settings = Map.copyOf(settings);
    this.log = log;
    this.process = launch();
  }

  private Process launch() {
    var builder =
        new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                DispatcherMainProcess.class.getName()));
    builder.environment().keySet().removeIf(name -> name.startsWith("HEARTH_"));
    builder.environment().putAll(settings);
    builder
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    try {
      return builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException("tried to start a dispatcher", e);
    }
  }

  String id() {
    return settings.getOrDefault("HEARTH_DISPATCHER_ID", "");
  }

  int port() {
    return Integer.parseInt(settings.getOrDefault("HEARTH_DISPATCHER_PORT", "8080"));
  }

  String url() {
    return "http://127.0.0.1:" + port();
  }

  /** As when its host loses power: no goodbye, its leases must run out by themselves. */
  void kill() {
    process.destroyForcibly();
    await();
  }

  /** Starts it again after {@link #kill()}. */
  void start() {
    process = launch();
  }

  /** It does nothing more, and its connections stay open. */
  void freeze() {
    signal("STOP");
  }

  void thaw() {
    signal("CONT");
  }

  private void signal(String name) {
    try {
      int status =
          new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start().waitFor();
      if (status != 0) {
        throw new IllegalStateException("tried to send " + name + " to a dispatcher");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private void await() {
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    process.destroy();
    await();
  }
}
