package dev.hearth.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** The engine's own command line, as a person uses it. */
final class Docker {
  private final Path configuration;

  private Docker(Path configuration) {
    this.configuration = configuration;
  }

  /** Somebody who is signed in nowhere. */
  static Docker anonymous(Path configuration) {
    return new Docker(configuration);
  }

  /** Somebody who is signed in to the registry. */
  static Docker signedIn(Path configuration, String registry, String user, String password) {
    byte[] basic = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    String json =
        """
        {"auths":{"%s":{"auth":"%s"}}}
        """
            .formatted(registry, Base64.getEncoder().encodeToString(basic));
    try {
      Files.createDirectories(configuration);
      Files.writeString(configuration.resolve("config.json"), json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Docker(configuration);
  }

  /** What a command printed, and its exit status. */
  record Result(int status, String output) {}

  /** Runs a command that must succeed; returns what it printed, trimmed. */
  String run(String... arguments) {
    Result result = attempt(arguments);
    if (result.status() != 0) {
      throw new AssertionError(
          "docker " + String.join(" ", arguments) + " failed: " + result.output());
    }
    return result.output();
  }

  Result attempt(String... arguments) {
    List<String> command = new ArrayList<>(List.of("docker", "--config", configuration.toString()));
    command.addAll(List.of(arguments));
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String output =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
      return new Result(process.waitFor(), output.strip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Ids of the containers, running or not, that belong to a build. */
  List<String> containersOf(String build) {
    return run("ps", "-aq", "--filter", "label=dev.hearth.build=" + build)
        .lines()
        .filter(line -> !line.isBlank())
        .toList();
  }
}
