package dev.hearth.cli.gameday;

import dev.hearth.cli.terminal.CommandFailure;
import dev.hearth.cli.terminal.Terminal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/** Carries a plan out; and, as a service manager does, starts daemons that ended by themselves. */
final class Playing implements AutoCloseable {
  private static final Duration LOOK = Duration.ofSeconds(1);

  private final Plan plan;
  private final Harming harming;
  private final GameFarm game;
  private final Terminal terminal;
  private final List<Done> done = Collections.synchronizedList(new ArrayList<>());
  private final List<String> ended = Collections.synchronizedList(new ArrayList<>());
  private final List<String> failures = Collections.synchronizedList(new ArrayList<>());
  private final Thread keeper = Thread.ofVirtual().name("keeper").unstarted(this::keep);

  Playing(Plan plan, Harming harming, GameFarm game, Terminal terminal) {
    this.plan = plan;
    this.harming = harming;
    this.game = game;
    this.terminal = terminal;
  }

  /** Returns when the plan's time is over and all is mended. */
  void run() throws InterruptedException {
    keeper.start();
    long began = System.nanoTime();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      try {
        for (HarmKind.Lane lane : HarmKind.Lane.values()) {
          threads.execute(() -> inLane(lane, began));
        }
        sleepUntil(began, plan.length());
      } catch (InterruptedException e) {
        threads.shutdownNow();
        throw e;
      }
    }
  }

  List<Done> done() {
    synchronized (done) {
      return List.copyOf(done);
    }
  }

  /** Daemons that ended though nobody had harmed them, and were started again. */
  List<String> ended() {
    synchronized (ended) {
      return List.copyOf(ended);
    }
  }

  /** Harm that could not be done or mended: then the game shows nothing. */
  List<String> failures() {
    synchronized (failures) {
      return List.copyOf(failures);
    }
  }

  @Override
  public void close() {
    keeper.interrupt();
  }

  /** One after the other: what took longer to mend than planned puts off the next. */
  private void inLane(HarmKind.Lane lane, long began) {
    try {
      for (Harm harm : plan.harms()) {
        if (lane.kinds().contains(harm.kind())) {
          sleepUntil(began, harm.at());
          doHarm(harm);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // all is taken down
    }
  }

  private void doHarm(Harm harm) throws InterruptedException {
    try {
      Instant from = Instant.now();
      Harming.Hit hit = harming.begin(harm);
      terminal.say(
          "%3d s  %s %s%s"
              .formatted(
                  harm.at().toSeconds(),
                  harm.kind().word(),
                  hit.target().isEmpty() ? "(nobody to hit)" : hit.target(),
                  harm.lasting().isZero() ? "" : " for " + harm.lasting().toSeconds() + " s"));
      Thread.sleep(harm.lasting());
      hit.mend().run();
      if (!hit.target().isEmpty()) {
        done.add(new Done(harm.kind(), hit.target(), from, Instant.now()));
      }
    } catch (CommandFailure e) {
      failures.add(harm.kind().word() + ": " + e.sentence());
    }
  }

  private void keep() {
    List<String> daemons =
        Stream.of(game.farm().settings().dispatchers(), game.farm().settings().agents())
            .flatMap(List::stream)
            .toList();
    try {
      while (true) {
        Thread.sleep(LOOK);
        for (String daemon : daemons) {
          if (!harming.isHarmed(daemon) && !game.farm().isRunning(daemon)) {
            Thread.sleep(LOOK);
            if (!harming.isHarmed(daemon) && !game.farm().isRunning(daemon)) {
              ended.add(daemon);
              terminal.say(daemon + " ended by itself; starting it again");
              harming.start(daemon);
            }
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void sleepUntil(long began, Duration at) throws InterruptedException {
    Thread.sleep(Duration.ofNanos(Math.max(0, began + at.toNanos() - System.nanoTime())));
  }
}
