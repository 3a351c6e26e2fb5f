package dev.hearth.dispatcher.http;

/**
 * The client closed its connection, or has read nothing for too long: there is nobody to answer.
 */
public final class ClientGoneException extends RuntimeException {
  private static final long serialVersionUID = 1;

  ClientGoneException(String message) {
    super(message);
  }
}
