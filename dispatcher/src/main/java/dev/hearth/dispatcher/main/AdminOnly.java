package dev.hearth.dispatcher.main;

import dev.hearth.dispatcher.api.People;
import dev.hearth.dispatcher.secrets.AdminToken;
import java.util.Optional;

/** {@link People} of a farm whose only person is its administrator. */
record AdminOnly(AdminToken token) implements People {
  private static final String NAME = "admin";

  @Override
  public Optional<String> bearing(String offered) {
    return token.matches(offered) ? Optional.of(NAME) : Optional.empty();
  }
}
