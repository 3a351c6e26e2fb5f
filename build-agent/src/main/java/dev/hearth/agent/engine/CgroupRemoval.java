package dev.hearth.agent.engine;

import com.github.dockerjava.api.exception.NotFoundException;
import dev.hearth.agent.StageFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes control groups, and the containers in them: an image build's containers bear no label.
 */
final class CgroupRemoval {
  private static final Logger log = LoggerFactory.getLogger(CgroupRemoval.class);
  private static final Pattern CONTAINER =
      Pattern.compile("(?:docker-)?([0-9a-f]{64})(?:\\.scope)?");
  private static final int TRIES = 20;
  private static final Duration PAUSE = Duration.ofMillis(100);

  private CgroupRemoval() {}

  static void remove(Engine engine, List<Path> folders) {
    for (String container : containers(folders)) {
      removeContainer(engine, container);
    }
    for (Path folder : folders) {
      removeTree(folder);
    }
  }

  private static Set<String> containers(List<Path> folders) {
    Set<String> containers = new HashSet<>();
    for (Path folder : folders) {
      for (Path each : children(folder)) {
        Matcher matcher = CONTAINER.matcher(each.getFileName().toString());
        if (matcher.matches()) {
          containers.add(matcher.group(1));
        }
      }
    }
    return containers;
  }

  private static void removeContainer(Engine engine, String id) {
    try {
      engine.tell(
          "remove a leftover container of an image build",
          client -> {
            try {
              client.removeContainerCmd(id).withForce(true).withRemoveVolumes(true).exec();
            } catch (NotFoundException e) {
              log.atDebug()
                  .addKeyValue("container", id)
                  .log("a leftover container is gone already");
            }
          });
    } catch (StageFailure e) {
      log.atWarn()
          .addKeyValue("container", id)
          .addKeyValue("cause", e.sentence())
          .log("a leftover container could not be removed");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The kernel refuses while a process is still ending: tried for two seconds. */
  private static void removeTree(Path folder) {
    for (int attempt = 1; Files.isDirectory(folder); attempt++) {
      try {
        for (Path child : children(folder)) {
          removeTree(child);
        }
        Files.deleteIfExists(folder);
        return;
      } catch (IOException e) {
        if (attempt == TRIES) {
          log.atWarn()
              .addKeyValue("folder", folder)
              .addKeyValue("cause", e.toString())
              .log("a control group could not be removed");
          return;
        }
        try {
          Thread.sleep(PAUSE);
        } catch (InterruptedException interrupt) {
          Thread.currentThread().interrupt();
          return;
        }
      }
    }
  }

  static List<Path> children(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> children = Files.list(folder)) {
      return children.filter(Files::isDirectory).toList();
    } catch (IOException e) {
      return List.of();
    }
  }
}
