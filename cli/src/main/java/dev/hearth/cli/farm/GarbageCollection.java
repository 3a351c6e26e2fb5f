package dev.hearth.cli.farm;

import dev.hearth.cli.terminal.CommandFailure;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Gives back what no image of the farm's registry needs any more. Meanwhile the registry is read
 * only: pulls go on, pushes and publishing wait. It is started again as it was, whatever happens.
 */
record GarbageCollection(
    ServerPart registry, ServerPart readOnly, Docker docker, Consumer<ServerPart> awaiting) {
  private static final Duration DEADLINE = Duration.ofHours(2);

  /** Debian's package and the public image call the same program by different names. */
  private static final String COLLECT =
      "[ -d /var/lib/registry/docker ] || exit 0; exec \"$(command -v docker-registry || command -v"
          + " registry)\" garbage-collect /etc/docker/registry/config.yml";

  /** Returns how many bytes were given back. */
  long run() {
    long before = size();
    registry.stop();
    try {
      readOnly.start();
      awaiting.accept(readOnly);
      Docker.Answer answer =
          docker.ask("", DEADLINE, "exec", registry.container(), "sh", "-c", COLLECT);
      if (!answer.succeeded()) {
        throw new CommandFailure(
            "tried to collect the registry's garbage, but: " + answer.lastWords());
      }
    } finally {
      readOnly.stop();
      registry.start();
      awaiting.accept(registry);
    }
    return before - size();
  }

  private long size() {
    String said =
        docker.run("exec", registry.container(), "du", "-sk", registry.dataFolder()).strip();
    return Long.parseLong(said.split("\\s", 2)[0]) * 1024;
  }
}
