package dev.hearth.dispatcher.console.members;

import dev.hearth.dispatcher.RefusedException;
import dev.hearth.dispatcher.api.ApiParts;
import dev.hearth.dispatcher.api.MemberOrders;
import dev.hearth.dispatcher.api.Things;
import dev.hearth.dispatcher.console.frame.Form;
import dev.hearth.dispatcher.console.frame.Frame;
import dev.hearth.dispatcher.console.frame.Visit;
import dev.hearth.dispatcher.http.Answer;
import dev.hearth.dispatcher.http.Failure;
import dev.hearth.dispatcher.people.Access;
import dev.hearth.dispatcher.people.Permission;
import dev.hearth.dispatcher.people.Role;
import dev.hearth.dispatcher.people.Thing;
import dev.hearth.dispatcher.sql.MemberStore;
import java.util.List;
import java.util.stream.Stream;

/** Shows and changes who has a role on a thing. The right to it is for the page to ask for. */
public final class Members {
  private final MemberStore members;
  private final Access access;
  private final MemberOrders orders;
  private final Things things;

  public Members(ApiParts parts, Things things) {
    this.members = parts.people().members();
    this.access = parts.people().access();
    this.orders = new MemberOrders(parts.people());
    this.things = things;
  }

  /** The page again, saying why a change was refused. */
  @FunctionalInterface
  public interface Refused {
    Answer page(int status, String problem);
  }

  /**
   * @param address of the page
   * @param problem why a change was refused; empty: nothing was
   */
  public MemberList list(Visit visit, Frame frame, Thing thing, String address, String problem) {
    Role own = access.role(visit.who(), thing).orElse(Role.GUEST);
    return new MemberList(
        frame,
        address,
        rows(thing, ""),
        thing.lineage().stream()
            .filter(from -> !from.equals(thing))
            .flatMap(from -> rows(from, shown(from)).stream())
            .toList(),
        Stream.of(Role.values()).filter(own::atLeast).toList(),
        things.may(visit.who(), Permission.MANAGE_MEMBERS, thing),
        problem);
  }

  /** A project's key is its id, which tells people nothing. */
  private static String shown(Thing thing) {
    return thing instanceof Thing.OfProject project ? project.name().value() : thing.key();
  }

  private List<MemberList.Row> rows(Thing thing, String from) {
    return members.on(thing).stream()
        .map(one ->
            new MemberList.Row(
                one.person().name(),
                one.person().fullName(),
                one.role(),
                one.since().toString(),
                from))
        .toList();
  }

  /** Gives the role that a form asks for. */
  public Answer set(Visit visit, Form form, Thing thing, String address, Refused refused) {
    Role role = Role.find(form.raw("role")).orElse(Role.GUEST);
    String person = form.field("person").orElse("");
    return changed(
        visit,
        () -> orders.set(visit.who(), visit.request().from(), thing, person, role),
        address,
        refused);
  }

  /** Takes their role from the person that the address names. */
  public Answer remove(Visit visit, Thing thing, String address, Refused refused) {
    String person = visit.path("person");
    return changed(
        visit,
        () -> orders.remove(visit.who(), visit.request().from(), thing, person),
        address,
        refused);
  }

  private static Answer changed(Visit visit, Runnable change, String address, Refused refused) {
    try {
      change.run();
    } catch (RefusedException problem) {
      Failure failure = Failure.of(problem, visit.request().id());
      // Nobody of that name is no absent page: the page is there, the name was wrong.
      int status = failure.status() == 404 ? 400 : failure.status();
      return refused.page(status, failure.sentence());
    }
    return Visit.to(address);
  }
}
