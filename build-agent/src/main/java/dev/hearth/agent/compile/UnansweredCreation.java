package dev.hearth.agent.compile;

import com.github.dockerjava.api.exception.NotFoundException;
import dev.hearth.agent.StageFailure;
import dev.hearth.agent.engine.Engine;
import java.time.Duration;

/**
 * Undoes the creation of a container whose answer never came: the engine may go on with it after we
 * have given up, so its name is looked for until it shows up, for two seconds. What comes later
 * still is a leftover, and the next start of the agent removes it.
 */
final class UnansweredCreation {
  private static final int TRIES = 8;
  private static final Duration PAUSE = Duration.ofMillis(250);

  private UnansweredCreation() {}

  /** Runs to its end, also when the caller was interrupted. */
  static void undo(Engine engine, String name) {
    Engine.uninterruptibly("remove the container " + name, () -> lookFor(engine, name));
  }

  private static void lookFor(Engine engine, String name) {
    try {
      for (int attempt = 1; attempt <= TRIES && !remove(engine, name); attempt++) {
        Thread.sleep(PAUSE);
      }
    } catch (StageFailure e) {
      LateRemoval.begin(engine, name, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Returns whether there was such a container, which is gone now. */
  static boolean remove(Engine engine, String name) throws InterruptedException {
    return engine.ask(
        "remove the container " + name,
        client -> {
          try {
            client.removeContainerCmd(name).withForce(true).withRemoveVolumes(true).exec();
            return true;
          } catch (NotFoundException e) {
            return false;
          }
        });
  }
}
