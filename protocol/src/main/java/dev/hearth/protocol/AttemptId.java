package dev.hearth.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * One execution of a build, written {@code {build}-{n}}.
 *
 * @param number 1 for the first attempt
 */
public record AttemptId(BuildId build, int number) {
  public AttemptId {
    if (number < 1) {
      throw new IllegalArgumentException("attempts are counted from 1, but this one is " + number);
    }
  }

  /**
   * @throws IllegalArgumentException if the text is not {@code {build}-{n}}
   */
  @JsonCreator
  public static AttemptId parse(String text) {
    int hyphen = text.lastIndexOf('-');
    if (hyphen < 0 || !isNumber(text.substring(hyphen + 1))) {
      throw new IllegalArgumentException(
          "an attempt is written {build}-{n}, but this one is '" + text + "'");
    }
    return new AttemptId(
        new BuildId(text.substring(0, hyphen)), Integer.parseInt(text.substring(hyphen + 1)));
  }

  private static boolean isNumber(String text) {
    return !text.isEmpty()
        && text.length() <= 6
        && text.charAt(0) != '0'
        && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  @Override
  @JsonValue
  public String toString() {
    return build.value() + "-" + number;
  }
}
