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
    if (hyphen < 0 || !text.substring(hyphen + 1).matches("[1-9][0-9]{0,5}")) {
      throw new IllegalArgumentException(
          "an attempt is written {build}-{n}, but this one is '" + text + "'");
    }
    return new AttemptId(
        new BuildId(text.substring(0, hyphen)), Integer.parseInt(text.substring(hyphen + 1)));
  }

  @Override
  @JsonValue
  public String toString() {
    return build.value() + "-" + number;
  }
}
