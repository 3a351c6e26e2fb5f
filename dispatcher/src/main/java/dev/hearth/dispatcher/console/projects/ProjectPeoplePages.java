package dev.hearth.dispatcher.console.projects;

import dev.hearth.dispatcher.api.ApiParts;
import dev.hearth.dispatcher.api.Things;
import dev.hearth.dispatcher.console.activity.ActivityList;
import dev.hearth.dispatcher.console.frame.Form;
import dev.hearth.dispatcher.console.frame.PageTable;
import dev.hearth.dispatcher.console.frame.Templates;
import dev.hearth.dispatcher.console.frame.Visit;
import dev.hearth.dispatcher.console.members.Members;
import dev.hearth.dispatcher.http.Answer;
import dev.hearth.dispatcher.people.Permission;
import dev.hearth.dispatcher.sql.ActivityTrail;
import dev.hearth.dispatcher.sql.DeliveryEntry;
import dev.hearth.dispatcher.sql.DeliveryLedger;
import dev.hearth.dispatcher.sql.DeliveryQuery;
import dev.hearth.dispatcher.sql.ProjectEntry;
import java.util.List;

/** Who works on a project, what they did, and what its Git host sent. */
public final class ProjectPeoplePages {
  private static final int ROWS = 50;

  private final Members members;
  private final ActivityTrail trail;
  private final DeliveryLedger deliveries;
  private final Things things;

  public ProjectPeoplePages(ApiParts parts, Things things) {
    this.members = new Members(parts, things);
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
    ProjectHead head = ProjectHead.of(visit, things, entry, ProjectHead.MEMBERS);
    return Templates.page(
        status,
        "projects/members",
        new MembersPage(
            head,
            members.list(
                visit,
                head.frame(),
                Things.of(entry),
                head.addressOf(ProjectHead.MEMBERS),
                problem)));
  }

  private Answer set(Visit visit, Form form) {
    ProjectEntry entry = require(visit, Permission.MANAGE_MEMBERS);
    return members.set(
        visit,
        form,
        Things.of(entry),
        address(entry),
        (status, problem) -> members(visit, status, entry, problem));
  }

  private Answer remove(Visit visit, Form form) {
    ProjectEntry entry = require(visit, Permission.MANAGE_MEMBERS);
    return members.remove(
        visit,
        Things.of(entry),
        address(entry),
        (status, problem) -> members(visit, status, entry, problem));
  }

  private static String address(ProjectEntry entry) {
    return ProjectHead.address(entry.project().name().value()) + "/" + ProjectHead.MEMBERS;
  }

  private Answer activity(Visit visit) {
    ProjectEntry entry = require(visit, Permission.READ_ACTIVITY);
    ProjectHead head = ProjectHead.of(visit, things, entry, ProjectHead.ACTIVITY);
    return Templates.page(
        200,
        "projects/activity",
        new ActivityPage(
            head,
            ActivityList.of(
                visit,
                head.frame(),
                (before, limit) -> trail.of(Things.of(entry), before, limit),
                false,
                head.addressOf(ProjectHead.ACTIVITY),
                "/api/v1/projects/" + entry.project().id() + "/activity?format=jsonl")));
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
