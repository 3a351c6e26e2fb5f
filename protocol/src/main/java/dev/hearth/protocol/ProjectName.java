package dev.hearth.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/**
 * What people call a project: {@code team/app}. It is also its repository in the registry.
 *
 * @param value two or more components, each of a-z and 0-9 with single separators {@code . _ -}
 *     inside; 200 characters at most
 */
public record ProjectName(@JsonValue String value) {
  private static final String COMPONENT = "[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*";
  private static final Pattern SHAPE = Pattern.compile(COMPONENT + "(?:/" + COMPONENT + ")+");
  private static final int LONGEST = 200;

  /**
   * @throws IllegalArgumentException if the name has another shape or begins with {@code hearth-}
   */
  @JsonCreator
  public ProjectName {
    if (value.length() > LONGEST || !SHAPE.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "a project's name is like team/app: two or more parts of a-z, 0-9 and single . _ - inside, "
              + LONGEST
              + " characters at most, but this one is '"
              + value
              + "'");
    }
    if (value.startsWith("hearth-")) {
      throw new IllegalArgumentException(
          "names that begin with hearth- are the farm's own, choose another than '" + value + "'");
    }
  }

  /** The part behind the last slash: what a project's only image is called by default. */
  public String last() {
    return value.substring(value.lastIndexOf('/') + 1);
  }

  /** The registry's repository of one of the project's images. */
  public String repository(String image) {
    return image.equals(last()) ? value : value + "/" + image;
  }

  @Override
  public String toString() {
    return value;
  }
}
