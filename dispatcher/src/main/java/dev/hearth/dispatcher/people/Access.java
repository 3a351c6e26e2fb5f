package dev.hearth.dispatcher.people;

import dev.hearth.dispatcher.RefusedException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Who may do what with which thing. Thread-safe. */
public final class Access {
  private final Memberships memberships;

  public Access(Memberships memberships) {
    this.memberships = memberships;
  }

  /** What no role brings: that is known of who asks, without asking for their roles. */
  public static boolean mayOnFarm(Principal who, Permission what) {
    return new Access(_ -> List.of()).may(who, what, new Thing.Farm());
  }

  /** What somebody is on a thing, of themselves or inherited: the highest counts. */
  public Optional<Role> role(Principal who, Thing where) {
    return switch (who) {
      case Principal.Administrator _ -> Optional.of(Role.OWNER);
      case Principal.Known(Person person, _) -> role(memberships.of(person.id()), where);
      case Principal.Anonymous _ -> Optional.empty();
    };
  }

  public boolean may(Principal who, Permission what, Thing where) {
    return mayOn(who, what).test(where);
  }

  /** Whether somebody sees everything, whatever their roles: the administrator, operators. */
  public boolean maySeeAll(Principal who) {
    return switch (who) {
      case Principal.Administrator _ -> true;
      case Principal.Known(Person person, _) ->
          person.operator() && may(who, Permission.SEE_POOL, new Thing.Farm());
      case Principal.Anonymous _ -> false;
    };
  }

  /** On which things somebody may do something, for many questions at once. */
  public Predicate<Thing> mayOn(Principal who, Permission what) {
    return switch (who) {
      case Principal.Administrator _ -> _ -> true;
      case Principal.Anonymous _ -> _ -> false;
      case Principal.Known(Person person, var scopes) -> {
        if (person.blocked() || scopes.stream().noneMatch(scope -> scope.covers(what))) {
          yield _ -> false;
        }
        if (person.operator() && what.isOfOperators()) {
          yield _ -> true;
        }
        List<Membership> roles = memberships.of(person.id());
        yield where -> what.isOf(role(roles, where).orElse(null));
      }
    };
  }

  /** What is said to somebody who sees the thing, and may not do that with it. */
  public static RefusedException forbidden(Principal who, Permission what, Thing where) {
    return RefusedException.forbidden(
        "tried to %s: %s, but %s may not; ask %s"
            .formatted(
                what.sentence(),
                where.title(),
                who.name(),
                where.kind() == Kind.FARM ? "an operator" : "one of its owners"));
  }

  /** What is said of a thing that is not there, or not for who asks. */
  public static RefusedException absent(String title) {
    return RefusedException.absent(
        "tried to find %s, but there is none that you may see".formatted(title));
  }

  private static Optional<Role> role(List<Membership> roles, Thing where) {
    return where.lineage().stream()
        .flatMap(thing -> roles.stream().filter(role -> role.isOn(thing)))
        .map(Membership::role)
        .max(Comparator.naturalOrder());
  }
}
