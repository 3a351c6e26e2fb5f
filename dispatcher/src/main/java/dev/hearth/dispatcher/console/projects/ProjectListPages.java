package dev.hearth.dispatcher.console.projects;

import dev.hearth.dispatcher.RefusedException;
import dev.hearth.dispatcher.api.Addresses;
import dev.hearth.dispatcher.api.ApiParts;
import dev.hearth.dispatcher.api.ProjectOrders;
import dev.hearth.dispatcher.api.RepositoryCheck;
import dev.hearth.dispatcher.api.Things;
import dev.hearth.dispatcher.console.frame.Form;
import dev.hearth.dispatcher.console.frame.Frame;
import dev.hearth.dispatcher.console.frame.PageTable;
import dev.hearth.dispatcher.console.frame.Section;
import dev.hearth.dispatcher.console.frame.Templates;
import dev.hearth.dispatcher.console.frame.Visit;
import dev.hearth.dispatcher.http.Answer;
import dev.hearth.dispatcher.http.Failure;
import dev.hearth.dispatcher.people.Access;
import dev.hearth.dispatcher.people.Role;
import dev.hearth.dispatcher.projects.InvalidProjectException;
import dev.hearth.dispatcher.sql.CachedProjects;
import dev.hearth.dispatcher.sql.ProjectConflictException;
import dev.hearth.dispatcher.sql.ProjectEntry;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** The projects that somebody sees, and creating one. */
public final class ProjectListPages {
  private static final int ROWS = 100;

  private final CachedProjects projects;
  private final Access access;
  private final ProjectOrders orders;
  private final RepositoryCheck repositories;
  private final Addresses addresses;
  private final Things things;

  public ProjectListPages(ApiParts parts, Things things) {
    this.projects = parts.projects();
    this.access = parts.people().access();
    this.orders = new ProjectOrders(parts);
    this.repositories = parts.repositories();
    this.addresses = parts.addresses();
    this.things = things;
  }

  /** Enters the pages; before those whose address is a project. */
  public void mount(PageTable table) {
    table.page("/projects", this::list);
    table.page("/projects/new", visit -> form(visit, 200, new Form(Map.of()), "", false));
    table.act("/projects/new", this::create);
  }

  private Answer list(Visit visit) {
    String wanted = visit.query("q").orElse("");
    String after = visit.query("after").orElse("");
    List<ProjectEntry> found =
        projects.latest().stream()
            .filter(things.isVisible(visit.who()))
            .filter(one -> name(one).contains(wanted.toLowerCase(Locale.ROOT)))
            .filter(one -> name(one).compareTo(after) > 0)
            .limit(ROWS + 1L)
            .toList();
    List<ProjectEntry> page = found.subList(0, Math.min(ROWS, found.size()));
    String next =
        found.size() <= ROWS
            ? ""
            : "/projects?q=" + encoded(wanted) + "&after=" + encoded(name(page.getLast()));
    return Templates.page(
        200,
        "projects/list",
        new ProjectListPage(
            visit.frame(visit.t("nav.projects"), Section.PROJECTS),
            wanted,
            page.stream().map(one -> row(visit, one)).toList(),
            next));
  }

  private ProjectListPage.Row row(Visit visit, ProjectEntry entry) {
    return new ProjectListPage.Row(
        name(entry),
        entry.project().gitUrl(),
        access.role(visit.who(), Things.of(entry)).map(Role::word).orElse(""),
        entry.changedAt().toString());
  }

  private Answer create(Visit visit, Form form) {
    List<String> answers = new ArrayList<>();
    boolean anyway = form.checked("anyway");
    try {
      ProjectEntry entry =
          orders.create(
              visit.who(),
              visit.request().from(),
              ProjectForm.create(form),
              (project, secrets) -> {
                if (!anyway) {
                  answers.add(RepositoryAnswer.of(visit, repositories.ask(project, secrets)));
                }
              });
      return created(visit, entry, String.join(" ", answers));
    } catch (RefusedException refused) {
      boolean silent = refused.reason() == RefusedException.Reason.IMPOSSIBLE;
      return refused(visit, form, refused, silent);
    } catch (InvalidProjectException | ProjectConflictException refused) {
      return refused(visit, form, refused, false);
    }
  }

  private static Answer refused(Visit visit, Form form, RuntimeException why, boolean silent) {
    Failure failure = Failure.of(why, visit.request().id());
    return form(visit, failure.status(), form, failure.sentence(), silent);
  }

  private static Answer form(
      Visit visit, int status, Form typed, String problem, boolean unanswered) {
    Frame frame = visit.frame(visit.t("project.new"), Section.PROJECTS);
    return Templates.page(
        status, "projects/new", new NewProjectPage(frame, typed, problem, unanswered));
  }

  private Answer created(Visit visit, ProjectEntry entry, String answered) {
    return Templates.page(
        201,
        "projects/created",
        new CreatedProjectPage(
            visit.frame(visit.t("project.created"), Section.PROJECTS),
            name(entry),
            hooks(addresses),
            entry.secrets().hookSecrets().getFirst().reveal(),
            answered));
  }

  static List<CreatedProjectPage.Hook> hooks(Addresses addresses) {
    return Stream.of("GitLab", "GitHub", "Gitea")
        .map(host ->
            new CreatedProjectPage.Hook(host, addresses.hook(host.toLowerCase(Locale.ROOT))))
        .toList();
  }

  private static String name(ProjectEntry entry) {
    return entry.project().name().value();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
