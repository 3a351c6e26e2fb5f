package dev.hearth.dispatcher.secrets;

/** A file that holds a secret cannot be used as it is. */
public final class UnusableSecretFileException extends RuntimeException {
  public UnusableSecretFileException(String sentence) {
    super(sentence);
  }

  public UnusableSecretFileException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
