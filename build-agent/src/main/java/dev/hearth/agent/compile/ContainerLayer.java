package dev.hearth.agent.compile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hearth.agent.engine.Engine;
import dev.hearth.agent.engine.EngineRefusal;
import dev.hearth.agent.engine.EngineRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Where a container's own writes lie on the host. */
final class ContainerLayer {
  private static final ObjectMapper JSON = new ObjectMapper();

  private ContainerLayer() {}

  /** Empty where the storage driver does not say, or the folder is not this host's to read. */
  static String of(Engine engine, String id) throws InterruptedException {
    try {
      JsonNode container =
          engine.send(
              EngineRequest.get(
                  "look up the compile container's own layer", "/containers/" + id + "/json"),
              Duration.ofSeconds(30),
              JSON::readTree);
      String upper = container.path("GraphDriver").path("Data").path("UpperDir").asText("");
      return !upper.isEmpty() && Files.isDirectory(Path.of(upper)) ? upper : "";
    } catch (EngineRefusal e) {
      return "";
    }
  }
}
