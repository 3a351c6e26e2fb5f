package dev.hearth.dispatcher.console.builds;

import java.time.Duration;
import java.util.Locale;

/** How long something took, as people read it; {@code times.js} says the same in the browser. */
public final class Durations {
  private Durations() {}

  /** {@code 7.4 s}, {@code 42 s}, {@code 1:05}, {@code 2:03:09}. */
  public static String text(Duration duration) {
    Duration shown = duration.isNegative() ? Duration.ZERO : duration;
    long seconds = shown.toSeconds();
    if (seconds < 10) {
      // Cut, not rounded, as everything else here: never 10.0.
      return String.format(Locale.ROOT, "%d.%d s", seconds, shown.toMillisPart() / 100);
    }
    if (seconds < 60) {
      return seconds + " s";
    }
    return seconds < 3600
        ? String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60)
        : String.format(
            Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
  }
}
