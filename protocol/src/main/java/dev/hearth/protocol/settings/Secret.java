package dev.hearth.protocol.settings;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Text that is never printed.
 *
 * @param value as it was given, without white space around it
 */
public record Secret(String value) {
  /**
   * The first line of a file.
   *
   * @throws UncheckedIOException if it can't be read, or is empty
   */
  public static Secret fromFile(Path file) {
    try {
      String text = Files.readString(file).strip();
      if (text.isEmpty()) {
        throw new IOException("it is empty");
      }
      return new Secret(text.lines().findFirst().orElse(text));
    } catch (IOException e) {
      throw new UncheckedIOException(
          "tried to read a secret from %s but %s: %s"
              .formatted(file, e.getClass().getSimpleName(), e.getMessage()),
          e);
    }
  }

  @Override
  public String toString() {
    return "***";
  }
}
