package dev.hearth.dispatcher.api;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in a build's logs, written {@code {attempt}:{offset}}.
 *
 * @param attempt its number, from 1
 * @param offset in bytes
 */
public record LogPlace(int attempt, long offset) {
  private static final Pattern SHAPE = Pattern.compile("([1-9][0-9]{0,5}):([0-9]{1,18})");

  /** The place that a client says it has read to; the beginning of {@code attempt} without one. */
  public static LogPlace parse(String text, int attempt) {
    Matcher match = SHAPE.matcher(text);
    return match.matches()
        ? new LogPlace(Integer.parseInt(match.group(1)), Long.parseLong(match.group(2)))
        : new LogPlace(attempt, 0);
  }

  @Override
  public String toString() {
    return attempt + ":" + offset;
  }
}
