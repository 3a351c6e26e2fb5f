package dev.hearth.protocol;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When a stage ran, by the clock of who ran it.
 *
 * @param ended null while it runs
 */
public record StageRecord(Stage stage, Instant began, @Nullable Instant ended) {
  /** How long it took; how long it has been running by {@code now} while it runs. */
  public Duration duration(Instant now) {
    return Duration.between(began, ended == null ? now : ended);
  }
}
