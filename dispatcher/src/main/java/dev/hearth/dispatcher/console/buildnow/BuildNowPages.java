package dev.hearth.dispatcher.console.buildnow;

import dev.hearth.dispatcher.RefusedException;
import dev.hearth.dispatcher.api.ApiParts;
import dev.hearth.dispatcher.api.BuildOrders;
import dev.hearth.dispatcher.api.ManualRequest;
import dev.hearth.dispatcher.api.Things;
import dev.hearth.dispatcher.console.frame.Form;
import dev.hearth.dispatcher.console.frame.Frame;
import dev.hearth.dispatcher.console.frame.PageTable;
import dev.hearth.dispatcher.console.frame.Section;
import dev.hearth.dispatcher.console.frame.Templates;
import dev.hearth.dispatcher.console.frame.Visit;
import dev.hearth.dispatcher.http.Answer;
import dev.hearth.dispatcher.people.Permission;
import dev.hearth.dispatcher.projects.Project;
import dev.hearth.dispatcher.queue.RemoteRefs;
import dev.hearth.dispatcher.sql.CachedProjects;
import dev.hearth.protocol.Commit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Asks for a build by a form: of which project, at what, with which tag. */
public final class BuildNowPages {
  private final CachedProjects projects;
  private final RemoteRefs remotes;
  private final BuildOrders orders;
  private final Things things;

  public BuildNowPages(ApiParts parts, Things things, RemoteRefs remotes) {
    this.projects = parts.projects();
    this.remotes = remotes;
    this.orders = new BuildOrders(parts);
    this.things = things;
  }

  /** Enters the pages. */
  public void mount(PageTable table) {
    table.page("/build-now", this::form);
    table.page("/parts/build-now", this::offered);
    table.act("/build-now", this::build);
  }

  private Answer form(Visit visit) {
    String project = visit.query("project").orElse("");
    return page(visit, 200, project, BuildNowPage.Typed.NOTHING, "", UUID.randomUUID().toString());
  }

  private Answer page(
      Visit visit,
      int status,
      String project,
      BuildNowPage.Typed typed,
      String problem,
      String key) {
    Frame frame = visit.frame(visit.t("now.title"), Section.BUILD_NOW);
    return Templates.page(
        status,
        "buildnow/form",
        new BuildNowPage(
            frame, names(visit), project, typed, offer(visit, frame, project), problem, key));
  }

  private List<String> names(Visit visit) {
    return projects.latest().stream()
        .filter(things.allows(visit.who(), Permission.BUILD))
        .map(entry -> entry.project().name().value())
        .sorted()
        .toList();
  }

  /** The part of the form that another project changes. */
  private Answer offered(Visit visit) {
    Frame frame = visit.frame("", Section.BUILD_NOW);
    return Templates.page(
        200, "buildnow/offer", offer(visit, frame, visit.query("project").orElse("")));
  }

  private Offer offer(Visit visit, Frame frame, String project) {
    return project.isEmpty()
        ? Offer.none(frame)
        : Offer.of(frame, remotes, required(visit, project));
  }

  private Project required(Visit visit, String name) {
    return things.requireProject(visit.who(), Permission.BUILD, name).project();
  }

  private Answer build(Visit visit, Form form) {
    Project project = required(visit, form.field("project").orElse(""));
    String key = form.field("key").orElseGet(() -> UUID.randomUUID().toString());
    Optional<String> commit = form.field("commit");
    BuildNowPage.Typed typed =
        new BuildNowPage.Typed(
            form.field("ref").orElse(""),
            commit.orElse(""),
            form.field("tag").orElse(""),
            form.checked("cache"));
    if (commit.isPresent() && !Commit.isHash(commit.get())) {
      return page(visit, 400, project.name().value(), typed, visit.t("now.badCommit"), key);
    }
    try {
      ManualRequest wanted =
          new ManualRequest(
              project.id(),
              form.field("ref").orElse(null),
              commit.map(Commit::new).orElse(null),
              form.field("tag").map(List::of).orElse(List.of()),
              typed.cache(),
              visit.by(),
              key);
      return Visit.to(
          "/builds/" + orders.ask(visit.who(), visit.request().from(), project, wanted).id());
    } catch (RefusedException e) {
      String why = String.valueOf(e.getMessage());
      int status = e.reason() == RefusedException.Reason.TOO_MANY ? 429 : 422;
      return page(visit, status, project.name().value(), typed, why, key);
    }
  }
}
