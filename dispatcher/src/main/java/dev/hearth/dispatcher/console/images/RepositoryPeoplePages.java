package dev.hearth.dispatcher.console.images;

import dev.hearth.dispatcher.api.ApiParts;
import dev.hearth.dispatcher.api.Things;
import dev.hearth.dispatcher.console.activity.ActivityList;
import dev.hearth.dispatcher.console.frame.Form;
import dev.hearth.dispatcher.console.frame.PageTable;
import dev.hearth.dispatcher.console.frame.Templates;
import dev.hearth.dispatcher.console.frame.Visit;
import dev.hearth.dispatcher.console.members.Members;
import dev.hearth.dispatcher.http.Answer;
import dev.hearth.dispatcher.images.RepositoryView;
import dev.hearth.dispatcher.people.Permission;
import dev.hearth.dispatcher.sql.ActivityTrail;

/** Who has a role on a repository, and what was done with it. */
public final class RepositoryPeoplePages {
  private final Members members;
  private final ActivityTrail trail;
  private final Repositories repositories;
  private final Things things;

  public RepositoryPeoplePages(ApiParts parts, Things things) {
    this.members = new Members(parts, things);
    this.trail = parts.people().trail();
    this.repositories = new Repositories(things, parts.images().catalog());
    this.things = things;
  }

  /** Enters the pages. */
  public void mount(PageTable table) {
    table.page(
        "/images/{repository}/members",
        visit -> members(visit, 200, repositories.require(visit, Permission.SEE), ""));
    table.act("/images/{repository}/members", this::set);
    table.act("/images/{repository}/members/{person}/remove", this::remove);
    table.page("/images/{repository}/activity", this::activity);
  }

  private Answer members(Visit visit, int status, RepositoryView view, String problem) {
    RepositoryHead head = RepositoryHead.of(visit, things, view, RepositoryHead.MEMBERS);
    return Templates.page(
        status,
        "images/members",
        new RepositoryMembersPage(
            head, members.list(visit, head.frame(), view.thing(), address(view), problem)));
  }

  private Answer set(Visit visit, Form form) {
    RepositoryView view = repositories.require(visit, Permission.MANAGE_MEMBERS);
    return members.set(
        visit,
        form,
        view.thing(),
        address(view),
        (status, problem) -> members(visit, status, view, problem));
  }

  private Answer remove(Visit visit, Form form) {
    RepositoryView view = repositories.require(visit, Permission.MANAGE_MEMBERS);
    return members.remove(
        visit,
        view.thing(),
        address(view),
        (status, problem) -> members(visit, status, view, problem));
  }

  private static String address(RepositoryView view) {
    return RepositoryHead.address(view.path()) + "/" + RepositoryHead.MEMBERS;
  }

  private Answer activity(Visit visit) {
    RepositoryView view = repositories.require(visit, Permission.READ_ACTIVITY);
    RepositoryHead head = RepositoryHead.of(visit, things, view, RepositoryHead.ACTIVITY);
    return Templates.page(
        200,
        "images/activity",
        new RepositoryActivityPage(
            head,
            ActivityList.of(
                visit,
                head.frame(),
                (before, limit) -> trail.of(view.thing(), before, limit),
                false,
                head.addressOf(RepositoryHead.ACTIVITY),
                "/api/v1/repositories/"
                    + RepositoryHead.encoded(view.path())
                    + "/activity?format=jsonl")));
  }
}
