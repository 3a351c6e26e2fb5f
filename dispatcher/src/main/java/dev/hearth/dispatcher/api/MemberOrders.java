package dev.hearth.dispatcher.api;

import dev.hearth.dispatcher.RefusedException;
import dev.hearth.dispatcher.people.Access;
import dev.hearth.dispatcher.people.Person;
import dev.hearth.dispatcher.people.Principal;
import dev.hearth.dispatcher.people.Role;
import dev.hearth.dispatcher.people.Thing;
import dev.hearth.dispatcher.people.Trail;
import dev.hearth.dispatcher.sql.MemberStore;
import dev.hearth.dispatcher.sql.PeopleStore;
import java.util.Map;
import java.util.Optional;

/** Gives and takes roles on somebody's behalf, none above their own; the trail tells who did. */
public final class MemberOrders {
  private final PeopleStore people;
  private final MemberStore members;
  private final Access access;
  private final Trail trail;

  public MemberOrders(PeopleParts parts) {
    this.people = parts.people();
    this.members = parts.members();
    this.access = parts.access();
    this.trail = parts.trail();
  }

  /**
   * Gives a role, instead of the one they have there.
   *
   * @param name the person's
   * @throws RefusedException if nobody has the name, or who asks may not
   */
  public void set(Principal who, String from, Thing thing, String name, Role role) {
    Person person = person(name);
    refuseAbove(who, thing, role);
    refuseAboveNow(who, thing, person);
    Optional<Role> before = members.set(thing, person.id(), role);
    trail.record(
        who,
        from,
        thing,
        before.isPresent() ? "member.changed" : "member.added",
        Map.of(
            "person", person.name(),
            "role", role.word(),
            "before", before.map(Role::word).orElse("none")));
  }

  /**
   * @param name the person's
   * @throws RefusedException if they have no role there of their own, or who asks may not
   */
  public void remove(Principal who, String from, Thing thing, String name) {
    Person person = person(name);
    refuseAboveNow(who, thing, person);
    Role before =
        members
            .remove(thing, person.id())
            .orElseThrow(() ->
                RefusedException.absent(
                    "tried to remove %s from %s, but they have no role there of their own"
                        .formatted(person.name(), thing.title())));
    trail.record(
        who,
        from,
        thing,
        "member.removed",
        Map.of("person", person.name(), "before", before.word()));
  }

  private Person person(String name) {
    return people.find(name).orElseThrow(() -> PeopleRoutes.absent(name));
  }

  private void refuseAboveNow(Principal who, Thing thing, Person person) {
    members.on(thing).stream()
        .filter(member -> member.person().id().equals(person.id()))
        .forEach(member -> refuseAbove(who, thing, member.role()));
  }

  private void refuseAbove(Principal who, Thing thing, Role role) {
    Role own = access.role(who, thing).orElse(Role.GUEST);
    if (role.compareTo(own) > 0) {
      throw RefusedException.forbidden(
          "tried to give or take the role %s on %s, but %s is %s there; ask one of its owners"
              .formatted(role.title(), thing.title(), who.name(), own.title()));
    }
  }
}
