package dev.hearth.dispatcher.secrets;

import org.jspecify.annotations.Nullable;

/** A sealed text does not open. */
public final class CannotUnsealException extends RuntimeException {
  CannotUnsealException(String place, @Nullable Throwable cause) {
    super(
        "tried to unseal "
            + place
            + " but it was sealed with another key or changed since; put the farm's key file of that"
            + " time back",
        cause);
  }
}
