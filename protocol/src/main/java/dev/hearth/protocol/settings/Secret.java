package dev.hearth.protocol.settings;

/**
 * Text that is never printed.
 *
 * @param value as it was given, without white space around it
 */
public record Secret(String value) {
  @Override
  public String toString() {
    return "***";
  }
}
