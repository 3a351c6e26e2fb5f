package dev.hearth.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * The full hash of a commit.
 *
 * @param value 40 (SHA-1) or 64 (SHA-256) lower-case hex digits, never all zeros
 */
public record Commit(@JsonValue String value) {
  /**
   * @throws IllegalArgumentException if the value is no full hash
   */
  @JsonCreator
  public Commit {
    if (!isHash(value)) {
      throw new IllegalArgumentException(
          "a commit is 40 lower-case hex digits, but this one is '" + value + "'");
    }
  }

  public static boolean isHash(String text) {
    boolean isWhole = text.length() == 40 || text.length() == 64;
    return isWhole && Shape.isHex(text) && text.chars().anyMatch(digit -> digit != '0');
  }

  /** The first eight digits, as GitLab shows them. */
  public String abbreviated() {
    return value.substring(0, 8);
  }

  @Override
  public String toString() {
    return value;
  }
}
