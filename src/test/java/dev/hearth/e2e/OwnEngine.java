package dev.hearth.e2e;

import static org.awaitility.Awaitility.await;

import dev.hearth.testing.NetworkNamespace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A Docker engine of another host: with that host's network, a data folder and an {@code
 * /etc/docker} of its own. Needs root. Not thread-safe.
 */
final class OwnEngine implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Path folder;
  private final Process host;
  private @Nullable Process engine;

  /** Lives as long as the host does: whoever enters the host enters its namespaces. */
  private OwnEngine(Path folder, Process host) {
    this.folder = folder;
    this.host = host;
  }

  /**
   * Makes the host, and starts its engine.
   *
   * @param hostName of the host
   * @param folder for all that is the engine's; its path is short, because a socket is in it
   */
  static OwnEngine start(NetworkNamespace network, String hostName, Path folder) {
    try {
      Files.createDirectories(folder.resolve("etc"));
      Path entered = folder.resolve("entered");
      String script =
          "mount --bind \"$0/etc\" /etc/docker && touch \"$0/entered\" && exec sleep infinity";
      Process host =
          new ProcessBuilder(
                  network.command(
                      hostName,
                      List.of("unshare", "--mount", "sh", "-c", script, folder.toString())))
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("host.log").toFile())
              .start();
      OwnEngine made = new OwnEngine(folder, host);
      await("the host's namespaces").atMost(PATIENCE).until(() -> Files.exists(entered));
      made.start();
      return made;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A command line that becomes the command on the host. */
  List<String> command(List<String> command) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "nsenter", "--target", String.valueOf(host.pid()), "--mount", "--net", "--uts"));
    all.addAll(command);
    return all;
  }

  /** Where it answers. */
  String address() {
    return "unix://" + folder.resolve("docker.sock");
  }

  /** Gives it an image of this machine's engine. */
  void give(String image) {
    run(
        List.of(
            "sh", "-c", "docker save \"$1\" | docker -H \"$0\" load --quiet", address(), image));
  }

  void start() {
    Path log = folder.resolve("dockerd.log");
    try {
      engine =
          new ProcessBuilder(
                  command(
                      List.of(
                          "dockerd",
                          "--host=" + address(),
                          "--data-root=" + folder.resolve("data"),
                          "--exec-root=" + folder.resolve("exec"),
                          "--pidfile=" + folder.resolve("dockerd.pid"))))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    await("the second host's engine, log in " + log).atMost(PATIENCE).until(this::answers);
  }

  /** Ends it, and with it its containers. */
  void stop() {
    Process running = engine;
    if (running != null) {
      end(running);
    }
  }

  @Override
  public void close() {
    stop();
    end(host);
  }

  private boolean answers() {
    try {
      Process asked =
          new ProcessBuilder("docker", "-H", address(), "version")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return asked.waitFor(20, TimeUnit.SECONDS) && asked.exitValue() == 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static void run(List<String> command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new AssertionError(String.join(" ", command) + " failed: " + output);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static void end(Process process) {
    process.destroy();
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      throw interrupted(e);
    }
  }

  private static IllegalStateException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new IllegalStateException(e);
  }
}
