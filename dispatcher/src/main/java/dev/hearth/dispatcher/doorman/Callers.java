package dev.hearth.dispatcher.doorman;

import dev.hearth.dispatcher.http.HttpFailure;
import dev.hearth.dispatcher.people.LogInThrottle;
import dev.hearth.dispatcher.people.Person;
import dev.hearth.dispatcher.people.Principal;
import dev.hearth.dispatcher.people.Scope;
import dev.hearth.dispatcher.people.Thing;
import dev.hearth.dispatcher.people.Trail;
import dev.hearth.dispatcher.projects.Secret;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Finds out who signs in to the registry: a person by their password or one of their access tokens,
 * the administrator by the farm's token, an agent by its attempt's credential.
 */
public final class Callers {
  private final Function<String, Optional<Principal>> bearers;
  private final BiFunction<String, Secret, Optional<Person>> passwords;
  private final LogInThrottle throttle;
  private final Trail trail;
  private final AttemptCredentials credentials;
  private final RunningAttempts attempts;

  /**
   * @param bearers on whose behalf a token is good
   * @param passwords who logs in by name and password
   */
  public Callers(
      Function<String, Optional<Principal>> bearers,
      BiFunction<String, Secret, Optional<Person>> passwords,
      LogInThrottle throttle,
      Trail trail,
      AttemptCredentials credentials,
      RunningAttempts attempts) {
    this.bearers = bearers;
    this.passwords = passwords;
    this.throttle = throttle;
    this.trail = trail;
    this.credentials = credentials;
    this.attempts = attempts;
  }

  /** Who comes without credentials. */
  Caller nobody() {
    return new Caller.Somebody(new Principal.Anonymous());
  }

  /**
   * @param from the address from which it was asked
   * @throws HttpFailure 401 if the two are not good, 429 if they were wrong too often
   */
  Caller identify(String user, Secret password, String from) {
    if (user.contains("/")) {
      return attempt(user, password);
    }
    Optional<Principal> bearer = bearers.apply(password.reveal());
    if (bearer.isPresent()) {
      return new Caller.Somebody(
          bearer
              .filter(principal -> principal.name().equals(user))
              .orElseThrow(() ->
                  HttpFailure.unauthorized(
                      "tried to sign in to the registry, but the token is not "
                          + user
                          + "'s; sign in by the name of whose token it is")));
    }
    return new Caller.Somebody(person(user, password, from));
  }

  /** By a token alone, as the OAuth form has it. */
  Caller identify(Secret token) {
    return new Caller.Somebody(
        bearers
            .apply(token.reveal())
            .orElseThrow(() ->
                HttpFailure.unauthorized(
                    "tried to sign in to the registry, but the token is not good, or no longer;"
                        + " make a new one")));
  }

  private Caller attempt(String user, Secret password) {
    return AttemptCredentials.attempt(user)
        .flatMap(attempt ->
            attempts
                .find(attempt)
                .filter(running -> credentials.password(running.agent(), attempt).equals(password))
                .map(running -> new Caller.RunningAttempt(attempt, running.project())))
        .orElseThrow(() ->
            HttpFailure.unauthorized(
                "tried to sign in to the registry as an attempt, but it does not run (any more), or"
                    + " the credential is not its own; stop it"));
  }

  private Principal person(String name, Secret password, String from) {
    Duration pause = throttle.pause(name, from);
    if (!pause.isZero()) {
      throw new HttpFailure(
          429,
          "tried to sign in to the registry, but the password was wrong too often; try again in %d s"
              .formatted(pause.toSeconds() + 1));
    }
    Optional<Person> person = passwords.apply(name, password);
    if (person.isEmpty()) {
      throttle.failed(name, from);
      trail.record(
          new Principal.Anonymous(),
          from,
          new Thing.Farm(),
          "login.refused",
          Map.of("name", shown(name), "at", "registry"));
      throw HttpFailure.unauthorized(
          "tried to sign in to the registry, but name or password is wrong, or the person is"
              + " blocked; docker login takes a person's password or access token");
    }
    throttle.succeeded(name, from);
    return new Principal.Known(person.get(), EnumSet.allOf(Scope.class));
  }

  private static String shown(String name) {
    String plain = name.replaceAll("[^A-Za-z0-9._@-]", "?");
    return plain.length() > 63 ? plain.substring(0, 63) : plain;
  }
}
