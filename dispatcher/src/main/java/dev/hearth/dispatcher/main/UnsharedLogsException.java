package dev.hearth.dispatcher.main;

/** A dispatcher was given another directory of logs than the rest of its farm. */
final class UnsharedLogsException extends RuntimeException {
  private static final long serialVersionUID = 1;

  UnsharedLogsException(String sentence) {
    super(sentence);
  }
}
