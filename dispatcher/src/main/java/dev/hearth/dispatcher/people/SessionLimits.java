package dev.hearth.dispatcher.people;

import java.time.Duration;

/**
 * How long a log-in at a browser lasts.
 *
 * @param idle without a request
 * @param longest with any number of them
 */
public record SessionLimits(Duration idle, Duration longest) {
  public static final SessionLimits DEFAULT =
      new SessionLimits(Duration.ofHours(12), Duration.ofDays(7));
}
