package dev.hearth.cli.client;

import dev.hearth.cli.terminal.CommandFailure;
import java.net.URI;

/** No answer came: whether a change was made is not known. */
public final class UnreachableException extends CommandFailure {
  private static final long serialVersionUID = 1;

  public UnreachableException(URI url, Throwable cause) {
    super(
        "tried to ask the farm at %s, but %s; see that it runs and that HEARTH_URL is right"
            .formatted(url, words(cause)),
        cause);
  }

  private static String words(Throwable cause) {
    String message = cause.getMessage();
    return switch (cause) {
      case java.net.ConnectException _ -> "nothing answers there";
      case java.net.http.HttpTimeoutException _ -> "it did not answer in time";
      case Throwable _ when message == null -> "the connection broke";
      case Throwable _ -> "the connection broke: " + message;
    };
  }
}
