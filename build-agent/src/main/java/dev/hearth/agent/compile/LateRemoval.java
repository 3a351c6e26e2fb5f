package dev.hearth.agent.compile;

import dev.hearth.agent.Retries;
import dev.hearth.agent.StageFailure;
import dev.hearth.agent.engine.Engine;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes containers that an engine could not remove when it was told to, because it was being
 * restarted or hung: tried for an hour. What is left even then goes when the agent starts anew.
 */
final class LateRemoval {
  private static final Logger log = LoggerFactory.getLogger(LateRemoval.class);
  private static final Duration PATIENCE = Duration.ofHours(1);

  private LateRemoval() {}

  /** Returns at once. */
  static void begin(Engine engine, String container, StageFailure cause) {
    log.atWarn()
        .addKeyValue("container", container)
        .addKeyValue("cause", cause.sentence())
        .log("a container could not be removed, is tried again");
    Thread.ofVirtual().name("late removal").start(() -> remove(engine, container));
  }

  private static void remove(Engine engine, String container) {
    try {
      for (Duration pause : Retries.within(PATIENCE).pauses()) {
        Thread.sleep(pause);
        if (removed(engine, container)) {
          log.atInfo().addKeyValue("container", container).log("a container was removed late");
          return;
        }
      }
      log.atWarn().addKeyValue("container", container).log("a container is left in the engine");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean removed(Engine engine, String container) throws InterruptedException {
    try {
      UnansweredCreation.remove(engine, container);
      return true;
    } catch (StageFailure e) {
      log.atDebug().addKeyValue("cause", e.sentence()).log("the engine does not remove it yet");
      return false;
    }
  }
}
