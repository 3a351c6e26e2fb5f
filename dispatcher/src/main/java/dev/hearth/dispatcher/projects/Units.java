package dev.hearth.dispatcher.projects;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes and times as people write them: {@code 4GiB}, {@code 1h30m}. */
final class Units {
  private static final Pattern SIZE =
      Pattern.compile("([0-9]{1,15}(?:\\.[0-9]{1,6})?) ?([KMGT]i?B?|B)?");
  private static final Pattern TIME =
      Pattern.compile("(?:([0-9]{1,6})d)?(?:([0-9]{1,6})h)?(?:([0-9]{1,8})m)?(?:([0-9]{1,9})s)?");

  /** Binary units whatever they are called: nobody means 4,000,000,000 bytes of memory. */
  private static final Map<Character, Integer> POWERS = Map.of('K', 10, 'M', 20, 'G', 30, 'T', 40);

  private Units() {}

  /**
   * Bytes of {@code 4GiB}, {@code 512M}, {@code 1.5 GiB} or {@code 1048576}.
   *
   * @throws IllegalArgumentException if it is no size
   */
  static long bytes(String text) {
    Matcher match = SIZE.matcher(text.strip());
    if (!match.matches()) {
      throw new IllegalArgumentException("a size is like 4GiB or 512MiB");
    }
    String unit = match.group(2);
    int power = unit == null ? 0 : POWERS.getOrDefault(unit.charAt(0), 0);
    BigDecimal bytes = new BigDecimal(match.group(1)).multiply(BigDecimal.valueOf(1L << power));
    if (bytes.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
      throw new IllegalArgumentException("a size is like 4GiB or 512MiB, and not so large");
    }
    return bytes.longValue();
  }

  /** The largest unit that needs no fraction. */
  static String bytes(long bytes) {
    if (bytes == 0) {
      return "0B";
    }
    for (String unit : new String[] {"TiB", "GiB", "MiB", "KiB"}) {
      long size = 1L << POWERS.getOrDefault(unit.charAt(0), 0);
      if (bytes % size == 0) {
        return bytes / size + unit;
      }
    }
    return bytes + "B";
  }

  /**
   * {@code 90s}, {@code 1h}, {@code 1h30m}.
   *
   * @throws IllegalArgumentException if it is no duration
   */
  static Duration duration(String text) {
    String plain = text.strip();
    Matcher match = TIME.matcher(plain);
    if (plain.isEmpty() || !match.matches()) {
      throw new IllegalArgumentException("a duration is like 1h, 90m or 45s");
    }
    return Duration.ofDays(part(match, 1))
        .plusHours(part(match, 2))
        .plusMinutes(part(match, 3))
        .plusSeconds(part(match, 4));
  }

  private static long part(Matcher match, int group) {
    return match.group(group) == null ? 0 : Long.parseLong(match.group(group));
  }

  /** {@code 1h30m}; whole seconds. */
  static String duration(Duration time) {
    StringBuilder text = new StringBuilder();
    append(text, time.toHours(), "h");
    append(text, time.toMinutesPart(), "m");
    append(text, time.toSecondsPart(), "s");
    return text.isEmpty() ? "0s" : text.toString();
  }

  private static void append(StringBuilder text, long amount, String unit) {
    if (amount != 0) {
      text.append(amount).append(unit);
    }
  }
}
