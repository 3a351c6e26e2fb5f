package dev.hearth.protocol.settings;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations and byte sizes as people write them. */
final class Sizes {
  private static final Pattern SHAPE = Pattern.compile("([0-9]+(?:\\.[0-9]+)?) ?([A-Za-z]*)");
  private static final Map<String, Long> BYTES =
      Map.ofEntries(
          Map.entry("B", 1L),
          Map.entry("kB", 1000L),
          Map.entry("MB", 1000_000L),
          Map.entry("GB", 1000_000_000L),
          Map.entry("TB", 1000_000_000_000L),
          Map.entry("KiB", 1L << 10),
          Map.entry("MiB", 1L << 20),
          Map.entry("GiB", 1L << 30),
          Map.entry("TiB", 1L << 40));
  private static final Map<String, Long> MILLIS =
      Map.of("ms", 1L, "s", 1000L, "m", 60_000L, "h", 3600_000L, "d", 86_400_000L);

  /** Two hundred years: more nanoseconds than that can't be counted. */
  private static final Duration LONGEST = Duration.ofDays(73_000);

  private Sizes() {}

  /**
   * @param text like {@code 5GiB} or {@code 300 MB}
   * @throws IllegalArgumentException if it is anything else
   */
  static long bytes(String text) {
    return product(text, BYTES, "a size such as 512MiB, 5GiB or 20GB");
  }

  /**
   * @param text like {@code 500ms}, {@code 10s}, {@code 5m}, {@code 1h} or {@code 2d}
   * @throws IllegalArgumentException if it is anything else
   */
  static Duration duration(String text) {
    String wanted = "a time such as 500ms, 10s, 5m, 1h or 2d";
    Duration duration = Duration.ofMillis(product(text, MILLIS, wanted));
    if (duration.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("it must be " + wanted);
    }
    return duration;
  }

  /** The other way round: {@code 90s}, {@code 500ms}. */
  static String words(Duration duration) {
    if (duration.toMillis() % 1000 != 0) {
      return duration.toMillis() + "ms";
    }
    if (duration.toSeconds() % 60 != 0 || duration.isZero()) {
      return duration.toSeconds() + "s";
    }
    return duration.toMinutes() % 60 == 0 ? duration.toHours() + "h" : duration.toMinutes() + "m";
  }

  private static long product(String text, Map<String, Long> units, String wanted) {
    Matcher matcher = SHAPE.matcher(text);
    Long unit = matcher.matches() ? units.get(matcher.group(2)) : null;
    if (unit == null) {
      throw new IllegalArgumentException("it must be " + wanted);
    }
    try {
      return new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(unit)).longValueExact();
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("it must be " + wanted, e);
    }
  }
}
