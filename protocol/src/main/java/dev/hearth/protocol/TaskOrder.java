package dev.hearth.protocol;

import java.time.Instant;

/**
 * The whole order of one attempt, without secrets. While it stands under the agent's task key, the
 * attempt is the agent's.
 *
 * @param registry where to push, {@code host:port}
 * @param cache whether the project's cache is used: the request and the project both agree
 * @param alone whether nothing else may run on the host beside it
 */
public record TaskOrder(
    AttemptId attempt,
    BuildRequest request,
    Recipe recipe,
    String registry,
    boolean cache,
    boolean alone,
    Instant at) {
  /** Where an image of this attempt goes in the registry; its tag is the attempt. */
  public String stagingRepository(String image) {
    return "hearth-staging/" + request.project() + "/" + image;
  }
}
