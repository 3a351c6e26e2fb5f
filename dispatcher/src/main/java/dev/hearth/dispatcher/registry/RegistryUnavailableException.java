package dev.hearth.dispatcher.registry;

import org.jspecify.annotations.Nullable;

/** The registry did not answer, or not as it should when it is well: try again later. */
public final class RegistryUnavailableException extends RuntimeException {
  RegistryUnavailableException(String what, String why, @Nullable Throwable cause) {
    super("tried to " + what + " but " + why + "; see whether the registry is up", cause);
  }
}
