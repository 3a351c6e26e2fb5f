package dev.hearth.dispatcher.console.farm;

import dev.hearth.dispatcher.console.frame.Frame;
import dev.hearth.dispatcher.people.Person;
import java.util.List;

/**
 * The people.
 *
 * @param problem why a change was refused; empty: nothing was
 * @param added who was added or got a password now; empty: nobody
 * @param password theirs, shown this once
 */
public record PeoplePage(
    Frame frame, List<Person> people, String problem, String added, String password) {
  public PeoplePage {
    people = List.copyOf(people);
  }
}
