package dev.hearth.dispatcher.console.projects;

import dev.hearth.dispatcher.RefusedException;
import dev.hearth.dispatcher.api.ApiParts;
import dev.hearth.dispatcher.api.MemberOrders;
import dev.hearth.dispatcher.api.Things;
import dev.hearth.dispatcher.console.frame.Form;
import dev.hearth.dispatcher.console.frame.PageTable;
import dev.hearth.dispatcher.console.frame.Templates;
import dev.hearth.dispatcher.console.frame.Visit;
import dev.hearth.dispatcher.http.Answer;
import dev.hearth.dispatcher.http.Failure;
import dev.hearth.dispatcher.people.Access;
import dev.hearth.dispatcher.people.Act;
import dev.hearth.dispatcher.people.Permission;
import dev.hearth.dispatcher.people.Role;
import dev.hearth.dispatcher.people.Thing;
import dev.hearth.dispatcher.sql.ActivityTrail;
import dev.hearth.dispatcher.sql.DeliveryEntry;
import dev.hearth.dispatcher.sql.DeliveryLedger;
import dev.hearth.dispatcher.sql.DeliveryQuery;
import dev.hearth.dispatcher.sql.MemberStore;
import dev.hearth.dispatcher.sql.ProjectEntry;
import java.util.List;
import java.util.stream.Stream;

/** Who works on a project, what they did, and what its Git host sent. */
public final class ProjectPeoplePages {
  private static final int ROWS = 50;

  private final MemberStore members;
  private final Access access;
  private final MemberOrders orders;
  private final ActivityTrail trail;
  private final DeliveryLedger deliveries;
  private final Things things;

  public ProjectPeoplePages(ApiParts parts, Things things) {
    this.members = parts.people().members();
    this.access = parts.people().access();
    this.orders = new MemberOrders(parts.people());
    this.trail = parts.people().trail();
    this.deliveries = parts.deliveries();
    this.things = things;
  }

  /** Enters the pages. */
  public void mount(PageTable table) {
    table.page(
        "/projects/{project}/members",
        visit -> members(visit, 200, require(visit, Permission.SEE), ""));
    table.act("/projects/{project}/members", this::set);
    table.act("/projects/{project}/members/{person}/remove", this::remove);
    table.page("/projects/{project}/activity", this::activity);
    table.page("/projects/{project}/deliveries", this::deliveries);
  }

  private ProjectEntry require(Visit visit, Permission permission) {
    return things.requireProject(visit.who(), permission, visit.path("project"));
  }

  private Answer members(Visit visit, int status, ProjectEntry entry, String problem) {
    Thing thing = Things.of(entry);
    Role own = access.role(visit.who(), thing).orElse(Role.GUEST);
    return Templates.page(
        status,
        "projects/members",
        new MembersPage(
            ProjectHead.of(visit, things, entry, ProjectHead.MEMBERS),
            rows(thing, ""),
            thing.lineage().stream()
                .filter(from -> !from.equals(thing))
                .flatMap(from -> rows(from, from.key()).stream())
                .toList(),
            Stream.of(Role.values()).filter(own::atLeast).toList(),
            things.may(visit.who(), Permission.MANAGE_MEMBERS, thing),
            problem));
  }

  private List<MembersPage.Row> rows(Thing thing, String from) {
    return members.on(thing).stream()
        .map(one ->
            new MembersPage.Row(
                one.person().name(),
                one.person().fullName(),
                one.role(),
                one.since().toString(),
                from))
        .toList();
  }

  private Answer set(Visit visit, Form form) {
    ProjectEntry entry = require(visit, Permission.MANAGE_MEMBERS);
    Role role = Role.find(form.raw("role")).orElse(Role.GUEST);
    String person = form.field("person").orElse("");
    return changed(
        visit,
        entry,
        () -> orders.set(visit.who(), visit.request().from(), Things.of(entry), person, role));
  }

  private Answer remove(Visit visit, Form form) {
    ProjectEntry entry = require(visit, Permission.MANAGE_MEMBERS);
    String person = visit.path("person");
    return changed(
        visit,
        entry,
        () -> orders.remove(visit.who(), visit.request().from(), Things.of(entry), person));
  }

  private Answer changed(Visit visit, ProjectEntry entry, Runnable change) {
    try {
      change.run();
    } catch (RefusedException refused) {
      Failure failure = Failure.of(refused, visit.request().id());
      // Nobody of that name is no absent page: the page is there, the name was wrong.
      int status = failure.status() == 404 ? 400 : failure.status();
      return members(visit, status, entry, failure.sentence());
    }
    return Visit.to(ProjectHead.address(entry.project().name().value()) + "/members");
  }

  private Answer activity(Visit visit) {
    ProjectEntry entry = require(visit, Permission.READ_ACTIVITY);
    ProjectHead head = ProjectHead.of(visit, things, entry, ProjectHead.ACTIVITY);
    List<Act> found = trail.of(Things.of(entry), visit.query("before").orElse(null), ROWS + 1);
    List<Act> page = found.subList(0, Math.min(ROWS, found.size()));
    return Templates.page(
        200,
        "projects/activity",
        new ActivityPage(
            head,
            page,
            found.size() > ROWS
                ? head.addressOf(ProjectHead.ACTIVITY) + "?before=" + page.getLast().id()
                : "",
            "/api/v1/projects/" + entry.project().id() + "/activity?format=jsonl"));
  }

  private Answer deliveries(Visit visit) {
    ProjectEntry entry = require(visit, Permission.READ_DELIVERIES);
    ProjectHead head = ProjectHead.of(visit, things, entry, ProjectHead.DELIVERIES);
    List<DeliveryEntry> found =
        deliveries.list(
            new DeliveryQuery(
                entry.project().id(),
                null,
                null,
                null,
                null,
                visit.query("before").orElse(null),
                ROWS + 1));
    List<DeliveryEntry> page = found.subList(0, Math.min(ROWS, found.size()));
    return Templates.page(
        200,
        "projects/deliveries",
        new DeliveriesPage(
            head,
            page,
            found.size() > ROWS
                ? head.addressOf(ProjectHead.DELIVERIES) + "?before=" + page.getLast().id()
                : ""));
  }
}
