package dev.hearth.dispatcher.api;

import dev.hearth.dispatcher.RefusedException;
import dev.hearth.dispatcher.people.Person;
import dev.hearth.dispatcher.people.Principal;
import dev.hearth.dispatcher.people.Thing;
import dev.hearth.dispatcher.people.Trail;
import dev.hearth.dispatcher.projects.Secret;
import dev.hearth.dispatcher.sql.PeopleStore;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Adds and changes people on somebody's behalf, and has the trail tell who did. */
public final class PeopleOrders {
  private static final Thing FARM = new Thing.Farm();

  private final PeopleStore people;
  private final Trail trail;

  public PeopleOrders(PeopleParts parts) {
    this.people = parts.people();
    this.trail = parts.trail();
  }

  /** Who is to be known. */
  public record Newcomer(
      String name, String fullName, String email, boolean operator, Secret password) {}

  /**
   * @throws RefusedException if the name can't be taken
   */
  public Person add(Principal who, String from, Newcomer wanted) {
    String problem = Person.problemOf(wanted.name());
    if (!problem.isEmpty()) {
      throw RefusedException.invalid("tried to add a person, but " + problem);
    }
    Person added =
        people.add(
            wanted.name(), wanted.fullName(), wanted.email(), wanted.operator(), wanted.password());
    trail.record(
        who,
        from,
        FARM,
        "person.added",
        Map.of("person", added.name(), "operator", Boolean.toString(added.operator())));
    return added;
  }

  /**
   * @param password the new one; empty: it stays
   * @throws RefusedException if nobody has the name
   */
  public Person change(
      Principal who,
      String from,
      String name,
      UnaryOperator<Person> change,
      Optional<Secret> password) {
    Person before = people.find(name).orElseThrow(() -> PeopleRoutes.absent(name));
    Person after = people.change(before.id(), change).orElseThrow(() -> PeopleRoutes.absent(name));
    password.ifPresent(secret -> people.changePassword(before.id(), secret));
    trail.record(
        who,
        from,
        FARM,
        "person.changed",
        Map.of(
            "person",
            name,
            "operator",
            before.operator() + " to " + after.operator(),
            "blocked",
            before.blocked() + " to " + after.blocked(),
            "password",
            password.isPresent() ? "set anew" : "as it was"));
    return after;
  }
}
