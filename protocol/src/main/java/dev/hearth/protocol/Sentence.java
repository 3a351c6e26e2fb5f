package dev.hearth.protocol;

/** Sentences in records: a value in etcd must stay small, however much somebody has to say. */
final class Sentence {
  private static final String MORE = "…";

  private Sentence() {}

  /**
   * The text as it is, or its beginning where it is too long.
   *
   * @param most characters; one takes one to three bytes of a value
   */
  static String cut(String text, int most) {
    if (text.length() <= most) {
      return text;
    }
    int end = most - MORE.length();
    return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end)
        + MORE;
  }
}
