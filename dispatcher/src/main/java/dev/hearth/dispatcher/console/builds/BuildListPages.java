package dev.hearth.dispatcher.console.builds;

import dev.hearth.dispatcher.api.AgentView;
import dev.hearth.dispatcher.api.Agents;
import dev.hearth.dispatcher.api.ApiParts;
import dev.hearth.dispatcher.api.BuildFilter;
import dev.hearth.dispatcher.api.BuildList;
import dev.hearth.dispatcher.api.Builds;
import dev.hearth.dispatcher.api.Things;
import dev.hearth.dispatcher.console.frame.Frame;
import dev.hearth.dispatcher.console.frame.PageTable;
import dev.hearth.dispatcher.console.frame.Section;
import dev.hearth.dispatcher.console.frame.Templates;
import dev.hearth.dispatcher.console.frame.Visit;
import dev.hearth.dispatcher.http.Answer;
import dev.hearth.dispatcher.people.Permission;
import dev.hearth.dispatcher.people.Thing;
import dev.hearth.dispatcher.projects.Project;
import dev.hearth.dispatcher.sql.CachedProjects;
import dev.hearth.dispatcher.sql.ProjectEntry;
import dev.hearth.protocol.AgentId;
import dev.hearth.protocol.BuildId;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The list of builds: the newest first, live, by project, state, ref, commit and host. */
public final class BuildListPages {
  private static final int ROWS = 50;
  private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{4,40}");

  private final Builds builds;
  private final Agents agents;
  private final CachedProjects projects;
  private final Things things;
  private final Clock clock;

  public BuildListPages(ApiParts parts, Things things) {
    this.builds = parts.builds();
    this.agents = parts.agents();
    this.projects = parts.projects();
    this.things = things;
    this.clock = parts.clock();
  }

  /** Enters the pages. */
  public void mount(PageTable table) {
    table.page("/builds", this::list);
    table.page("/parts/builds", this::rows);
  }

  private Answer list(Visit visit) {
    Frame frame = visit.frame(visit.t("nav.builds"), Section.BUILDS);
    BuildsQuery query = BuildsQuery.of(visit);
    Optional<String> problem = problem(visit, query);
    return Templates.page(
        200,
        "builds/list",
        new BuildsPage(
            frame,
            found(visit, frame, query, problem.isEmpty()),
            visible(visit).map(one -> one.name().value()).toList(),
            hosts(visit).map(AgentId::value).toList(),
            problem.map(visit::t).orElse("")));
  }

  /** Nothing, if the browser has it already. */
  private Answer rows(Visit visit) {
    Frame frame = visit.frame("", Section.BUILDS);
    BuildsQuery query = BuildsQuery.of(visit);
    BuildRows rows = found(visit, frame, query, problem(visit, query).isEmpty());
    boolean seen = visit.query("seen").filter(rows.refresh()::endsWith).isPresent();
    return seen ? Templates.unchanged() : Templates.page(200, "builds/rows", rows);
  }

  private Optional<String> problem(Visit visit, BuildsQuery query) {
    if (!query.project().isEmpty() && project(visit, query).isEmpty()) {
      return Optional.of("builds.noProject");
    }
    boolean commit = query.commit().isEmpty() || COMMIT.matcher(query.commit()).matches();
    return commit ? Optional.empty() : Optional.of("builds.noCommit");
  }

  private BuildRows found(Visit visit, Frame frame, BuildsQuery query, boolean sound) {
    BuildList page = sound ? builds.list(filter(visit, query)) : new BuildList(List.of(), null);
    List<ShownBuild> shown =
        page.builds().stream().map(one -> ShownBuild.of(one, clock.instant())).toList();
    boolean first = query.before().isEmpty();
    return new BuildRows(
        frame,
        query,
        shown,
        first ? "/parts/builds?" + query.withSeen(Seen.of(page, clock.instant())) : "",
        page.next() == null ? "" : "/builds?" + query.behind(page.next().value()));
  }

  private BuildFilter filter(Visit visit, BuildsQuery query) {
    return new BuildFilter(
        project(visit, query)
            .map(one -> Set.of(one.id()))
            .orElseGet(() -> things.visible(visit.who())),
        query.states(),
        text(query.ref()),
        text(query.commit()),
        host(visit, query),
        BuildId.isId(query.before()) ? new BuildId(query.before()) : null,
        ROWS);
  }

  private Stream<Project> visible(Visit visit) {
    return projects.latest().stream()
        .filter(things.isVisible(visit.who()))
        .map(ProjectEntry::project);
  }

  private Optional<Project> project(Visit visit, BuildsQuery query) {
    return visible(visit).filter(one -> one.name().value().equals(query.project())).findFirst();
  }

  /** The pool is its operators' business; each sees where their own builds ran. */
  private Stream<AgentId> hosts(Visit visit) {
    return things.may(visit.who(), Permission.SEE_POOL, new Thing.Farm())
        ? agents.list().stream().map(AgentView::name)
        : Stream.empty();
  }

  private @Nullable AgentId host(Visit visit, BuildsQuery query) {
    return hosts(visit).filter(one -> one.value().equals(query.agent())).findFirst().orElse(null);
  }

  private static @Nullable String text(String typed) {
    return typed.isEmpty() ? null : typed;
  }
}
