package dev.hearth.cli.gameday;

import dev.hearth.protocol.etcd.EtcdUnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Waits until a farm has nothing to do, and says what is left over. */
final class Rest {
  /** What stands while nothing happens. */
  private static final Set<String> STANDING =
      Set.of("agents", "status", "heads", "numbers", "deliveries", "dispatchers", "leader", "farm");

  /** A tag is looked at a minute after it was moved, and its key goes then. */
  private static final Duration LOOKED_AT = Duration.ofSeconds(100);

  private static final Duration LOOK = Duration.ofSeconds(1);

  private final GameFarm game;
  private final Feeder feeder;
  private final Observer observer;

  Rest(GameFarm game, Feeder feeder, Observer observer) {
    this.game = game;
    this.feeder = feeder;
    this.observer = observer;
  }

  /** Returns what should be gone and is not: nothing, if the farm came to rest within the bound. */
  List<String> await(Duration bound) throws InterruptedException {
    long deadline = System.nanoTime() + bound.toNanos();
    while (true) {
      List<String> left = left();
      if (left.isEmpty() && feeder.isDelivered()) {
        return left;
      }
      if (System.nanoTime() > deadline) {
        return left;
      }
      Thread.sleep(LOOK);
    }
  }

  private List<String> left() {
    List<String> left = new ArrayList<>();
    try {
      for (String path : observer.standing()) {
        String kind = path.split("/", -1)[2];
        boolean isFresh =
            kind.equals("tags") && observer.hasMovedTag(path, Instant.now().minus(LOOKED_AT));
        if (!STANDING.contains(kind) && !isFresh) {
          left.add("key " + path);
        }
      }
    } catch (EtcdUnavailableException e) {
      left.add("etcd does not answer: " + e.getMessage());
    }
    game.buildContainers().forEach(container -> left.add("container " + container));
    for (String agent : game.farm().settings().agents()) {
      Path home = game.farm().files().agentHome(agent);
      under(home.resolve("workspaces")).forEach(path -> left.add("workspace " + path));
      under(home.resolve("logs")).forEach(path -> left.add("undelivered log " + path));
      under(home.resolve("results")).forEach(path -> left.add("undelivered test results " + path));
    }
    return left;
  }

  private static List<Path> under(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(folder)) {
      return all.toList();
    } catch (IOException e) {
      return List.of(); // it changes as we look
    }
  }
}
