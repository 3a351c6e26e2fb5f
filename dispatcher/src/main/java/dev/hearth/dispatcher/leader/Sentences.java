package dev.hearth.dispatcher.leader;

import java.time.Duration;

/** Durations in words. */
final class Sentences {
  private Sentences() {}

  /** {@code 1 h 5 min}, {@code 90 s}: exact, without parts that are zero. */
  static String of(Duration duration) {
    long seconds = duration.toSeconds();
    if (seconds < 120) {
      return seconds + " s";
    }
    StringBuilder text = new StringBuilder();
    append(text, seconds / 3600, "h");
    append(text, seconds % 3600 / 60, "min");
    append(text, seconds % 60, "s");
    return text.toString();
  }

  private static void append(StringBuilder text, long number, String unit) {
    if (number > 0) {
      text.append(text.isEmpty() ? "" : " ").append(number).append(' ').append(unit);
    }
  }
}
