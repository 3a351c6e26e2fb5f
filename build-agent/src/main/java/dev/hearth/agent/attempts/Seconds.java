package dev.hearth.agent.attempts;

import java.time.Duration;
import java.util.Locale;

/** Durations as people read them in logs. */
final class Seconds {
  private Seconds() {}

  /** Like {@code 0.4 s}, {@code 12.3 s}, {@code 3 min 20 s} or {@code 1 h 5 min}. */
  static String text(Duration duration) {
    if (duration.compareTo(Duration.ofMinutes(1)) < 0) {
      return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
    }
    if (duration.compareTo(Duration.ofHours(1)) < 0) {
      return pair(duration.toMinutes(), "min", duration.toSecondsPart(), "s");
    }
    return pair(duration.toHours(), "h", duration.toMinutesPart(), "min");
  }

  private static String pair(long large, String largeUnit, int small, String smallUnit) {
    String first = large + " " + largeUnit;
    return small == 0 ? first : first + " " + small + " " + smallUnit;
  }
}
