package dev.hearth.agent.compile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hearth.agent.StageFailure;
import dev.hearth.agent.engine.Engine;
import dev.hearth.agent.engine.EngineRefusal;
import dev.hearth.agent.engine.EngineRequest;
import java.time.Duration;

/** Waits for the end of a container. */
final class ContainerExit {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Whoever waits bounds the time, by interrupting; this only ends a wait that was forgotten. */
  private static final Duration FOREVER = Duration.ofDays(7);

  private ContainerExit() {}

  /** Returns the exit status. */
  static int await(Engine engine, String id) throws InterruptedException {
    try {
      JsonNode end =
          engine.send(
              EngineRequest.post("wait for the compile container", "/containers/" + id + "/wait"),
              FOREVER,
              JSON::readTree);
      if (!end.path("StatusCode").isInt()) {
        throw StageFailure.lost("the Docker engine went away while the compile container ran");
      }
      return end.path("StatusCode").asInt();
    } catch (EngineRefusal e) {
      throw StageFailure.lost("the compile container is gone from this host: " + e.words(), e);
    }
  }
}
