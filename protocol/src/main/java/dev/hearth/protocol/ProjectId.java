package dev.hearth.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.UUID;

/**
 * What a project is known by for ever: renames keep it, so placement and caches hang on it and not
 * on the name.
 *
 * @param value a UUID in its canonical lower-case form
 */
public record ProjectId(@JsonValue String value) {

  /**
   * @throws IllegalArgumentException if the value is no UUID
   */
  @JsonCreator
  public ProjectId {
    if (!Shape.isUuid(value)) {
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
