package dev.hearth.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * What a project is known by for ever: renames keep it, so placement and caches hang on it and not
 * on the name.
 *
 * @param value a UUID in its canonical lower-case form
 */
public record ProjectId(@JsonValue String value) {
  private static final Pattern SHAPE =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

  /**
   * @throws IllegalArgumentException if the value is no UUID
   */
  @JsonCreator
  public ProjectId {
    if (!SHAPE.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "a project's id is a UUID, but this one is '" + value + "'");
    }
  }

  public static ProjectId random() {
    return new ProjectId(UUID.randomUUID().toString());
  }

  @Override
  public String toString() {
    return value;
  }
}
