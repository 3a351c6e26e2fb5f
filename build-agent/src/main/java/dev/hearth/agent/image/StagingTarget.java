package dev.hearth.agent.image;

/**
 * Where an image is pushed.
 *
 * @param registry {@code host:port}
 * @param repository as {@code hearth-staging/{project}/{image}}
 * @param tag the attempt
 */
public record StagingTarget(String registry, String repository, String tag) {
  /** The name by which the engine pushes it. */
  String name() {
    return registry + "/" + repository;
  }
}
