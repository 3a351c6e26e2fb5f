package dev.hearth.agent.attempts;

import dev.hearth.protocol.Recipe;
import dev.hearth.protocol.Stage;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends an attempt that takes longer than it may, as a whole or in one of its stages. While it is
 * held for want of a lease no time runs: an outage of etcd ends no build.
 */
final class TimeOuts implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(TimeOuts.class);
  private static final Duration LOOK = Duration.ofMillis(100);

  private final Recipe recipe;
  private final BooleanSupplier held;
  private final Consumer<EndCause> end;
  private final Thread thread = Thread.ofVirtual().name("time-out").unstarted(this::watch);
  private long lookedAt = System.nanoTime();
  private Duration whole;
  private Duration inStage = Duration.ZERO;
  private Optional<Stage> stage = Optional.empty();

  /**
   * @param spent by earlier processes of this agent
   * @param held whether the attempt is held now
   * @param end told again and again once a bound is reached
   */
  TimeOuts(Recipe recipe, Duration spent, BooleanSupplier held, Consumer<EndCause> end) {
    this.recipe = recipe;
    this.whole = spent;
    this.held = held;
    this.end = end;
  }

  void start() {
    thread.start();
  }

  /**
   * @param spent in this stage by earlier processes of this agent
   */
  synchronized void begins(Stage begun, Duration spent) {
    stage = Optional.of(begun);
    inStage = spent;
  }

  /** What comes between two stages counts toward the attempt only. */
  synchronized void stageEnds() {
    stage = Optional.empty();
  }

  @Override
  public void close() {
    thread.interrupt();
  }

  private void watch() {
    try {
      while (true) {
        look().ifPresent(end);
        Thread.sleep(LOOK);
      }
    } catch (InterruptedException e) {
      log.atTrace().log("no time is kept any more");
    }
  }

  private synchronized Optional<EndCause> look() {
    long now = System.nanoTime();
    Duration passed = Duration.ofNanos(now - lookedAt);
    lookedAt = now;
    if (held.getAsBoolean()) {
      return Optional.empty();
    }
    whole = whole.plus(passed);
    inStage = inStage.plus(passed);
    Optional<EndCause> ofStage =
        stage.flatMap(running ->
            recipe
                .timeoutOf(running)
                .filter(bound -> inStage.compareTo(bound) > 0)
                .map(bound -> new EndCause.StageOverTime(running, bound)));
    return ofStage.or(() ->
        whole.compareTo(recipe.timeout()) > 0
            ? Optional.of(new EndCause.OverTime(recipe.timeout()))
            : Optional.empty());
  }
}
