package dev.hearth.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;

/**
 * The id of a build: a UUIDv7, so that ids sort by the time at which they were made.
 *
 * @param value a UUID in its canonical lower-case form
 */
public record BuildId(@JsonValue String value) implements Comparable<BuildId> {
  private static final TimeBasedEpochGenerator GENERATOR = Generators.timeBasedEpochGenerator();

  /**
   * @throws IllegalArgumentException if the value is no UUID
   */
  @JsonCreator
  public BuildId {
    if (!Shape.isUuid(value)) {
      throw new IllegalArgumentException("a build's id is a UUID, but this one is '" + value + "'");
    }
  }

  /** An id that sorts behind all that this process made before. */
  public static BuildId next() {
    return new BuildId(GENERATOR.generate().toString());
  }

  /** Whether a text has the shape of an id, for readers that take a number or an id. */
  public static boolean isId(String text) {
    return Shape.isUuid(text);
  }

  @Override
  public int compareTo(BuildId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
