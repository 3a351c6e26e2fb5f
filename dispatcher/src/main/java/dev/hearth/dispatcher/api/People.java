package dev.hearth.dispatcher.api;

import dev.hearth.dispatcher.people.Principal;
import java.util.Optional;

/** Whose tokens are good. */
@FunctionalInterface
public interface People {
  /**
   * On whose behalf the token is good, in a time that tells nothing of the tokens; empty: nobody's.
   */
  Optional<Principal> bearing(String token);
}
