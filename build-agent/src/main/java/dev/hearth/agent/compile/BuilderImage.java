package dev.hearth.agent.compile;

import java.util.List;
import java.util.Optional;

/**
 * A builder, as its image describes itself.
 *
 * @param id {@code sha256:…}, so that what was inspected is what runs
 * @param command what it runs when the project does not say
 * @param cachePaths relative to {@link CompileContainer#HOME}
 */
public record BuilderImage(
    String reference, String id, Optional<String> command, List<String> cachePaths) {
  public BuilderImage {
    cachePaths = List.copyOf(cachePaths);
  }
}
