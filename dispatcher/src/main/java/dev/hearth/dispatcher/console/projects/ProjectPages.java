package dev.hearth.dispatcher.console.projects;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hearth.dispatcher.RefusedException;
import dev.hearth.dispatcher.api.Addresses;
import dev.hearth.dispatcher.api.ApiParts;
import dev.hearth.dispatcher.api.ProjectOrders;
import dev.hearth.dispatcher.api.Things;
import dev.hearth.dispatcher.console.frame.Form;
import dev.hearth.dispatcher.console.frame.PageTable;
import dev.hearth.dispatcher.console.frame.Section;
import dev.hearth.dispatcher.console.frame.Templates;
import dev.hearth.dispatcher.console.frame.Visit;
import dev.hearth.dispatcher.http.Answer;
import dev.hearth.dispatcher.http.Failure;
import dev.hearth.dispatcher.people.Permission;
import dev.hearth.dispatcher.projects.GitCredential;
import dev.hearth.dispatcher.projects.InvalidProjectException;
import dev.hearth.dispatcher.projects.ProjectSecrets;
import dev.hearth.dispatcher.sql.ArchiveQuery;
import dev.hearth.dispatcher.sql.BuildArchive;
import dev.hearth.dispatcher.sql.HeadBaselines;
import dev.hearth.dispatcher.sql.ProjectConflictException;
import dev.hearth.dispatcher.sql.ProjectEntry;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** A project at a glance, and its settings. */
public final class ProjectPages {
  private static final int BUILDS = 400;

  private final BuildArchive archive;
  private final HeadBaselines baselines;
  private final ProjectOrders orders;
  private final Addresses addresses;
  private final Things things;
  private final Clock clock;

  public ProjectPages(ApiParts parts, Things things) {
    this.archive = parts.archive();
    this.baselines = parts.baselines();
    this.orders = new ProjectOrders(parts);
    this.addresses = parts.addresses();
    this.things = things;
    this.clock = parts.clock();
  }

  /** Enters the pages. */
  public void mount(PageTable table) {
    table.page("/projects/{project}", this::overview);
    table.page(
        "/projects/{project}/settings",
        visit -> settings(visit, 200, require(visit, Permission.CHANGE), null, ""));
    table.act("/projects/{project}/settings", this::change);
    table.act("/projects/{project}/credential", this::changeCredential);
    table.act("/projects/{project}/secret", this::changeSecret);
    table.act("/projects/{project}/delete", this::delete);
  }

  private ProjectEntry require(Visit visit, Permission permission) {
    return things.requireProject(visit.who(), permission, visit.path("project"));
  }

  private Answer overview(Visit visit) {
    ProjectEntry entry = require(visit, Permission.SEE);
    ProjectHead head = ProjectHead.of(visit, things, entry, ProjectHead.OVERVIEW);
    BuildFigures figures =
        new BuildFigures(
            archive.list(ArchiveQuery.newest(BUILDS).of(entry.project().id())).reversed());
    return Templates.page(
        200,
        "projects/overview",
        new OverviewPage(
            head,
            entry.project(),
            figures,
            figures.durations(head.frame()),
            figures.outcomes(head.frame(), clock.instant()),
            ProjectListPages.hooks(addresses),
            baselines.find(entry.project().id()).problem()));
  }

  private Answer settings(
      Visit visit, int status, ProjectEntry entry, @Nullable Form typed, String problem) {
    return Templates.page(
        status,
        "projects/settings",
        new SettingsPage(
            ProjectHead.of(visit, things, entry, ProjectHead.SETTINGS),
            entry.project(),
            typed,
            kind(entry),
            problem,
            visit.query("saved").isPresent(),
            things.may(visit.who(), Permission.DELETE, Things.of(entry))));
  }

  private static String kind(ProjectEntry entry) {
    return switch (entry.secrets().gitCredential()) {
      case null -> "none";
      case GitCredential.Password _ -> "password";
      case GitCredential.SshKey _ -> "sshKey";
    };
  }

  private Answer change(Visit visit, Form form) {
    ProjectEntry before = require(visit, Permission.CHANGE);
    try {
      return saved(visit, before, ProjectForm.change(form));
    } catch (RefusedException | InvalidProjectException | ProjectConflictException refused) {
      Failure failure = Failure.of(refused, visit.request().id());
      return settings(visit, failure.status(), before, form, failure.sentence());
    }
  }

  private Answer changeCredential(Visit visit, Form form) {
    ProjectEntry before = require(visit, Permission.CHANGE);
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ProjectForm.credential(form, json);
    try {
      return saved(visit, before, json);
    } catch (RefusedException | InvalidProjectException refused) {
      Failure failure = Failure.of(refused, visit.request().id());
      return settings(visit, failure.status(), before, null, failure.sentence());
    }
  }

  private Answer saved(Visit visit, ProjectEntry before, ObjectNode json) {
    ProjectEntry after = orders.change(visit.who(), visit.request().from(), before, json);
    return Visit.to(ProjectHead.address(after.project().name().value()) + "/settings?saved=1");
  }

  /** Both secrets are good from now on, until the next one is made. */
  private Answer changeSecret(Visit visit, Form form) {
    ProjectEntry before = require(visit, Permission.CHANGE);
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    String secret = ProjectSecrets.randomHookSecret().reveal();
    json.put("hookSecret", secret);
    ProjectEntry after = orders.change(visit.who(), visit.request().from(), before, json);
    return Templates.page(
        200,
        "projects/created",
        new CreatedProjectPage(
            visit.frame(visit.t("project.newSecret"), Section.PROJECTS),
            after.project().name().value(),
            ProjectListPages.hooks(addresses),
            secret,
            ""));
  }

  private Answer delete(Visit visit, Form form) {
    ProjectEntry entry = require(visit, Permission.DELETE);
    if (!form.raw("name").strip().equals(entry.project().name().value())) {
      return settings(visit, 400, entry, null, visit.t("project.typeName"));
    }
    orders.delete(visit.who(), visit.request().from(), entry);
    return Visit.to("/projects");
  }
}
