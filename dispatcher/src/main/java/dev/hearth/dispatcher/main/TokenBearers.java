package dev.hearth.dispatcher.main;

import dev.hearth.dispatcher.api.People;
import dev.hearth.dispatcher.people.Principal;
import dev.hearth.dispatcher.secrets.AdminToken;
import dev.hearth.dispatcher.sql.AccessTokens;
import java.util.Optional;

/** The administrator by the farm's own token, which needs no database, and people by theirs. */
record TokenBearers(AdminToken admin, AccessTokens tokens) implements People {
  @Override
  public Optional<Principal> bearing(String offered) {
    return admin.matches(offered)
        ? Optional.of(new Principal.Administrator())
        : tokens.bearing(offered);
  }
}
