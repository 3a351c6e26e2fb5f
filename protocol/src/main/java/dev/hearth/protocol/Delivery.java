package dev.hearth.protocol;

import java.time.Instant;
import java.util.List;

/**
 * A hook delivery that was accepted, so that a redelivery gets the same answer.
 *
 * @param reason why there are no builds; empty when there are
 */
public record Delivery(List<SameBuild> builds, String reason, Instant at) {
  public Delivery {
    builds = List.copyOf(builds);
  }
}
