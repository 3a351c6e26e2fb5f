package dev.hearth.cli.farm;

import dev.hearth.cli.terminal.CommandFailure;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a farm's agents leave in the Docker engine, found by their identities: names are not unique
 * where farms share a machine, and a killed agent removes nothing.
 */
final class AgentTraces {
  private static final int TRIES = 5;
  private static final Duration PAUSE = Duration.ofMillis(300);

  private final Docker docker;
  private final List<String> identities;

  AgentTraces(Docker docker, List<String> identities) {
    this.docker = docker;
    this.identities = List.copyOf(identities);
  }

  /**
   * Removes containers until there is none: one that the engine is busy with it refuses at first.
   */
  void removeContainers() {
    for (int tries = 1; !identities.isEmpty() && tries <= TRIES; tries++) {
      List<String> left = containers();
      left.forEach(id -> docker.ask("rm", "-f", "-v", id));
      if (left.isEmpty()) {
        return;
      }
      pause();
    }
  }

  /**
   * Removes the images that were built, and what was pulled from the farm's own registry.
   *
   * @param registry {@code host:port}
   */
  void removeImages(String registry) {
    List<String> ours =
        Stream.concat(
                Stream.of(registry + "/"),
                identities.stream()
                    .flatMap(identity ->
                        Stream.of(
                            "hearth-attempt/" + identity + "/", "hearth-cache/" + identity + "/")))
            .toList();
    docker
        .ask("images", "--format", "{{.Repository}}:{{.Tag}}")
        .out()
        .lines()
        .filter(name -> ours.stream().anyMatch(name::startsWith))
        .filter(name -> !name.endsWith(":<none>"))
        .forEach(name -> docker.ask("rmi", name));
  }

  private List<String> containers() {
    return identities.stream()
        .flatMap(identity ->
            docker
                .ask("ps", "-aq", "--filter", "label=dev.hearth.identity=" + identity)
                .out()
                .lines())
        .toList();
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailure("was interrupted while removing containers", e);
    }
  }
}
