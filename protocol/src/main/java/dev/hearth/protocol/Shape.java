package dev.hearth.protocol;

/**
 * Shapes of ids, looked at character by character: ids are made for each record that is read, so
 * this is asked hundreds of thousands of times a minute.
 */
final class Shape {
  private Shape() {}

  /** Whether a text is a UUID in its canonical lower-case form. */
  static boolean isUuid(String text) {
    if (text.length() != 36) {
      return false;
    }
    for (int i = 0; i < 36; i++) {
      boolean hyphen = i == 8 || i == 13 || i == 18 || i == 23;
      if (hyphen ? text.charAt(i) != '-' : !isHexDigit(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  static boolean isHex(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (!isHexDigit(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  /** Whether a text is made of lower-case letters, digits and inner hyphens, 1 to 63 of them. */
  static boolean isAgentName(String text) {
    if (text.isEmpty() || text.length() > 63 || text.charAt(0) == '-') {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') && c != '-') {
        return false;
      }
    }
    return true;
  }

  private static boolean isHexDigit(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
  }
}
