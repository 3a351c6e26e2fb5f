package dev.hearth.dispatcher.farm;

/** This dispatcher can't work beside one that is up. */
public final class ForeignDispatcherException extends RuntimeException {
  private static final long serialVersionUID = 1;

  ForeignDispatcherException(String sentence) {
    super(sentence);
  }
}
