package dev.hearth.dispatcher.api;

import java.util.Optional;

/** Whose tokens are good. */
@FunctionalInterface
public interface People {
  /** The name of who bears the token, in a time that tells nothing of the tokens; empty: nobody. */
  Optional<String> bearing(String token);
}
