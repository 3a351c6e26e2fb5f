package dev.hearth.dispatcher.people;

import java.util.UUID;

/** Tells people apart, whatever they are called. */
public record PersonId(String value) {
  /**
   * @throws IllegalArgumentException if it is no UUID in lower case
   */
  public PersonId {
    if (!value.equals(UUID.fromString(value).toString())) {
      throw new IllegalArgumentException("a person's id is a UUID, not '" + value + "'");
    }
  }

  public static PersonId random() {
    return new PersonId(UUID.randomUUID().toString());
  }

  @Override
  public String toString() {
    return value;
  }
}
