package dev.hearth.agent.compile;

import com.github.dockerjava.api.command.InspectImageResponse;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.ContainerConfig;
import dev.hearth.agent.LogSink;
import dev.hearth.agent.StageFailure;
import dev.hearth.agent.engine.Engine;
import dev.hearth.agent.engine.EngineRefusal;
import dev.hearth.agent.engine.ImagePull;
import dev.hearth.agent.engine.Labels;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds the image of a builder: in the engine, else in a registry. */
public final class BuilderImages {
  private static final Duration PULL = Duration.ofMinutes(10);

  private final Engine engine;

  /** Which image a builder's name means, where it is not {@code hearth/{name}}. */
  private final Map<String, String> named;

  public BuilderImages(Engine engine, Map<String, String> named) {
    this.engine = engine;
    this.named = Map.copyOf(named);
  }

  public String reference(String builder) {
    return named.getOrDefault(builder, "hearth/" + builder);
  }

  /**
   * @throws StageFailure if neither the engine nor a registry has it
   */
  public BuilderImage require(String builder, LogSink log) throws InterruptedException {
    String reference = reference(builder);
    Optional<BuilderImage> present = inspect(reference);
    if (present.isPresent()) {
      return present.get();
    }
    log.line("pulling the builder " + reference);
    try {
      ImagePull.pull(engine, reference, Optional.empty(), PULL);
    } catch (EngineRefusal e) {
      throw StageFailure.infrastructure(
          "there is no builder image %s on this host; tried to pull it but %s; build it with ./hearth up, or name another image for the builder %s in HEARTH_BUILDERS"
              .formatted(reference, e.words(), builder),
          e);
    }
    return inspect(reference)
        .orElseThrow(() ->
            StageFailure.lost("the builder image " + reference + " was pulled, and is gone again"));
  }

  private Optional<BuilderImage> inspect(String reference) throws InterruptedException {
    return engine.ask(
        "look up the builder image " + reference,
        client -> {
          try {
            return Optional.of(describe(reference, client.inspectImageCmd(reference).exec()));
          } catch (NotFoundException e) {
            return Optional.empty();
          }
        });
  }

  private static BuilderImage describe(String reference, InspectImageResponse image) {
    String id = image.getId();
    if (id == null) {
      throw new IllegalStateException("the engine described an image without its id");
    }
    Map<String, String> labels = labels(image.getConfig());
    List<String> cached =
        Arrays.stream(labels.getOrDefault(Labels.CACHE, "").split(","))
            .map(String::strip)
            .filter(BuilderImages::isPlainPath)
            .toList();
    Optional<String> command =
        Optional.ofNullable(labels.get(Labels.COMMAND)).filter(text -> !text.isBlank());
    return new BuilderImage(reference, id, command, cached);
  }

  private static Map<String, String> labels(@Nullable ContainerConfig config) {
    Map<String, String> labels = config == null ? null : config.getLabels();
    return labels == null ? Map.of() : labels;
  }

  private static boolean isPlainPath(String path) {
    return path.matches("[A-Za-z0-9._][A-Za-z0-9._/-]*") && !path.matches("(.*/)?\\.\\.?(/.*)?");
  }
}
