package dev.hearth.dispatcher.api;

/** Where a log may be cut so that neither a character nor an escape sequence is torn. */
final class LogCut {
  private static final int LONGEST_SEQUENCE = 64;

  private LogCut() {}

  /** How much of a piece ends with a whole line; 0 if no line ends in it. */
  static int atLine(byte[] piece) {
    for (int i = piece.length; i > 0; i--) {
      if (piece[i - 1] == '\n') {
        return i;
      }
    }
    return 0;
  }

  /**
   * How much of a piece ends between two characters: not inside a character of UTF-8, not behind a
   * carriage return whose line feed may follow, not inside an escape sequence.
   */
  static int atCharacter(byte[] piece) {
    int end = piece.length;
    int back = 0;
    while (back < 3 && back < end && (piece[end - 1 - back] & 0xc0) == 0x80) {
      back++;
    }
    if (back < end) {
      int lead = piece[end - 1 - back] & 0xff;
      int length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 1;
      if (length > back + 1) {
        end -= back + 1;
      }
    }
    if (end > 0 && piece[end - 1] == '\r') {
      end--;
    }
    return beforeSequence(piece, end);
  }

  private static int beforeSequence(byte[] piece, int end) {
    for (int i = end - 1; i >= 0 && i >= end - LONGEST_SEQUENCE; i--) {
      if (piece[i] == 0x1b) {
        return finished(piece, i, end) ? end : i;
      }
    }
    return end;
  }

  private static boolean finished(byte[] piece, int escape, int end) {
    if (escape + 1 >= end) {
      return false;
    }
    if (piece[escape + 1] != '[') {
      return true;
    }
    for (int i = escape + 2; i < end; i++) {
      if (piece[i] >= 0x40 && piece[i] <= 0x7e) {
        return true;
      }
    }
    return false;
  }
}
