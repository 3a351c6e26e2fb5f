package dev.hearth.dispatcher.sessions;

import dev.hearth.dispatcher.http.HttpFailure;
import dev.hearth.dispatcher.people.LogInThrottle;
import dev.hearth.dispatcher.people.Person;
import dev.hearth.dispatcher.people.Principal;
import dev.hearth.dispatcher.people.Scope;
import dev.hearth.dispatcher.people.Thing;
import dev.hearth.dispatcher.people.Trail;
import dev.hearth.dispatcher.projects.Secret;
import dev.hearth.dispatcher.sql.PeopleStore;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Asks for names and passwords: slows down who guesses, and keeps in the farm's trail who came in
 * and who did not. Thread-safe; every method may block.
 */
public final class LogIns {
  private static final Thing FARM = new Thing.Farm();
  private static final int LONGEST_SHOWN = 100;

  private final PeopleStore people;
  private final Predicate<String> isAdminToken;
  private final LogInThrottle throttle;
  private final Trail trail;

  public LogIns(
      PeopleStore people, Predicate<String> isAdminToken, LogInThrottle throttle, Trail trail) {
    this.people = people;
    this.isAdminToken = isAdminToken;
    this.throttle = throttle;
    this.trail = trail;
  }

  /**
   * Who it is: a person by their password, or the farm's administrator, {@code admin}, by the
   * farm's token.
   *
   * @param from the address from which it is tried
   * @throws HttpFailure 401 if the two do not belong together, 429 if they did not too often
   */
  public Principal require(String name, Secret password, String from) {
    refuseGuessing(name, from);
    Optional<Principal> who =
        name.equals(new Principal.Administrator().name())
            ? Optional.<Principal>of(new Principal.Administrator())
                .filter(_ -> isAdminToken.test(password.reveal()))
            : people.logIn(name, password).map(LogIns::known);
    if (who.isEmpty()) {
      throttle.failed(name, from);
      trail.record(
          new Principal.Anonymous(), from, FARM, "login.refused", Map.of("name", shown(name)));
      throw HttpFailure.unauthorized(
          "tried to log in, but name or password is wrong, or the person is blocked");
    }
    throttle.succeeded(name, from);
    trail.record(who.get(), from, FARM, "login", Map.of());
    return who.get();
  }

  /**
   * Whether somebody who is known already knows their password.
   *
   * @throws HttpFailure 429 if it was wrong too often
   */
  public boolean confirms(Person person, Secret password, String from) {
    refuseGuessing(person.name(), from);
    boolean right = people.logIn(person.name(), password).isPresent();
    if (!right) {
      throttle.failed(person.name(), from);
    }
    return right;
  }

  /** As who has logged in: whatever they may. */
  public static Principal known(Person person) {
    return new Principal.Known(person, EnumSet.allOf(Scope.class));
  }

  private void refuseGuessing(String name, String from) {
    Duration pause = throttle.pause(name, from);
    if (!pause.isZero()) {
      throw new HttpFailure(
          429,
          "tried to check a password, but it was wrong too often; try again in %d s"
              .formatted(pause.toSeconds() + 1));
    }
  }

  private static String shown(String name) {
    String plain = name.replaceAll("\\p{Cntrl}", "?");
    return plain.substring(0, Math.min(plain.length(), LONGEST_SHOWN));
  }
}
