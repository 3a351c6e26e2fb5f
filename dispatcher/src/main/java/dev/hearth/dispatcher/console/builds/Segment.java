package dev.hearth.dispatcher.console.builds;

import java.time.Duration;
import java.time.Instant;

/**
 * A part of a build's time.
 *
 * @param name {@code queued}, or a stage's
 * @param kind how it is drawn: the name, and for the compile stage whether it found its caches
 * @param running whether it lasts still
 */
public record Segment(String name, String kind, Instant from, Instant to, boolean running) {
  public Duration duration() {
    return Duration.between(from, to).isNegative() ? Duration.ZERO : Duration.between(from, to);
  }

  public String text() {
    return Durations.text(duration());
  }
}
