package dev.hearth.cli.demo;

import dev.hearth.cli.client.Json;
import dev.hearth.cli.client.OwnFile;
import dev.hearth.cli.farm.Docker;
import dev.hearth.cli.terminal.CommandFailure;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;

/**
 * An image as anybody else would pull it: with credentials of our own making, never those of who
 * runs us.
 *
 * @param reference {@code registry/repository@digest}
 * @param container the name that it runs by
 */
record PulledImage(String reference, String container, Duration deadline) {
  /** Whether a pull works with these credentials. */
  Docker.Answer pull(String user, String password) {
    String auth =
        Base64.getEncoder()
            .encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    String registry = reference.substring(0, reference.indexOf('/'));
    var settings = Json.object();
    settings.putObject("auths").putObject(registry).put("auth", auth);
    return pull(settings.toString());
  }

  Docker.Answer pullWithoutCredentials() {
    return pull("{}");
  }

  /** Runs it on a free loopback port and returns its answer to one request. */
  String answer() {
    Docker docker = new Docker();
    try {
      docker.run(
          "run",
          "-d",
          "--name",
          container,
          "--cap-drop",
          "ALL",
          "--security-opt",
          "no-new-privileges",
          "--publish",
          "127.0.0.1::8080",
          reference);
      String address = docker.run("port", container, "8080/tcp").lines().findFirst().orElse("");
      return ask(URI.create("http://" + address + "/"), docker);
    } finally {
      docker.ask("rm", "-f", container);
    }
  }

  /** Takes the pulled copy off the engine. */
  void forget() {
    new Docker().ask("rmi", reference);
  }

  private Docker.Answer pull(String configuration) {
    try {
      Path folder = Files.createTempDirectory("hearth-demo");
      Path file = folder.resolve("config.json");
      try {
        OwnFile.write(file, configuration);
        return new Docker(Map.of("DOCKER_CONFIG", folder.toString()))
            .ask("", deadline, "pull", "--quiet", reference);
      } finally {
        Files.deleteIfExists(file);
        Files.deleteIfExists(folder);
      }
    } catch (IOException e) {
      throw CommandFailure.io("make a folder for Docker's credentials", e);
    }
  }

  private String ask(URI url, Docker docker) {
    HttpRequest request = HttpRequest.newBuilder(url).timeout(Duration.ofSeconds(5)).build();
    long end = System.nanoTime() + deadline.toNanos();
    try (HttpClient http = HttpClient.newHttpClient()) {
      while (true) {
        try {
          return http.send(request, BodyHandlers.ofString()).body();
        } catch (IOException e) {
          if (System.nanoTime() > end) {
            throw new CommandFailure(
                "started %s, but it does not answer: %s"
                    .formatted(reference, docker.ask("logs", "--tail", "5", container).out()),
                e);
          }
          Thread.sleep(Duration.ofMillis(100));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailure("was interrupted while asking " + url, e);
    }
  }
}
