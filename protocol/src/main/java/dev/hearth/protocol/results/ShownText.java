package dev.hearth.protocol.results;

/** Text that a build wrote, made fit for pages and terminals. */
final class ShownText {
  private static final String MORE = "…";

  private ShownText() {}

  /**
   * Without control characters but for line feeds and tabs, and without halves of characters; only
   * its beginning where it is too long.
   *
   * @param most characters
   */
  static String of(String text, int most) {
    StringBuilder shown = new StringBuilder(Math.min(text.length(), most));
    for (int at = 0; at < text.length() && shown.length() <= most; ) {
      int character = text.codePointAt(at);
      at += Character.charCount(character);
      if (Character.getType(character) == Character.SURROGATE) {
        shown.append('\uFFFD');
      } else if (!Character.isISOControl(character) || character == '\n' || character == '\t') {
        shown.appendCodePoint(character);
      }
    }
    if (shown.length() <= most) {
      return shown.toString();
    }
    int end = most - MORE.length();
    boolean torn = Character.isHighSurrogate(shown.charAt(end - 1));
    return shown.substring(0, torn ? end - 1 : end) + MORE;
  }

  /** The same on one line. */
  static String line(String text, int most) {
    return of(text.strip().replaceAll("[\\r\\n\\t]+", " "), most);
  }
}
