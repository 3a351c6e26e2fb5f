package dev.hearth.dispatcher.people;

import java.util.List;

/** Who is a member of what. */
@FunctionalInterface
public interface Memberships {
  /** All roles that somebody has on things themselves. */
  List<Membership> of(PersonId person);
}
