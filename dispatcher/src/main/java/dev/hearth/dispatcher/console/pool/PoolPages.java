package dev.hearth.dispatcher.console.pool;

import dev.hearth.dispatcher.api.AgentView;
import dev.hearth.dispatcher.api.Agents;
import dev.hearth.dispatcher.api.ApiParts;
import dev.hearth.dispatcher.api.BuildFilter;
import dev.hearth.dispatcher.api.BuildList;
import dev.hearth.dispatcher.api.BuildView;
import dev.hearth.dispatcher.api.Builds;
import dev.hearth.dispatcher.api.Cordoning;
import dev.hearth.dispatcher.api.Things;
import dev.hearth.dispatcher.console.frame.Form;
import dev.hearth.dispatcher.console.frame.Frame;
import dev.hearth.dispatcher.console.frame.PageTable;
import dev.hearth.dispatcher.console.frame.Section;
import dev.hearth.dispatcher.console.frame.Templates;
import dev.hearth.dispatcher.console.frame.Visit;
import dev.hearth.dispatcher.http.Answer;
import dev.hearth.dispatcher.people.Access;
import dev.hearth.dispatcher.people.Permission;
import dev.hearth.dispatcher.people.Thing;
import dev.hearth.dispatcher.projects.Project;
import dev.hearth.dispatcher.sql.CachedProjects;
import dev.hearth.dispatcher.sql.ProjectEntry;
import dev.hearth.protocol.AgentId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The hosts and the queue, live; each host with what would move if it went. */
public final class PoolPages {
  private static final int MOST_RUNNING = 1000;
  private static final int MOST_QUEUED = 200;
  private static final Set<String> ON_HOSTS = Set.of("assigned", "running");

  private final Agents agents;
  private final Builds builds;
  private final CachedProjects projects;
  private final Cordoning cordoning;
  private final Things things;

  public PoolPages(ApiParts parts, Things things) {
    this.agents = parts.agents();
    this.builds = parts.builds();
    this.projects = parts.projects();
    this.cordoning = new Cordoning(parts);
    this.things = things;
  }

  /** Enters the pages. */
  public void mount(PageTable table) {
    table.page("/pool", visit -> list(visit, "pool/list"));
    table.page("/parts/pool", visit -> list(visit, "pool/state"));
    table.page("/pool/{agent}", visit -> host(visit, 200, ""));
    table.act("/pool/{agent}/cordon", this::cordon);
    table.act("/pool/{agent}/uncordon", this::uncordon);
  }

  private Answer list(Visit visit, String template) {
    things.requireOnFarm(visit.who(), Permission.SEE_POOL);
    Map<AgentId, List<RunningBuild>> running = running(null);
    BuildList queued = builds.list(wanted(Set.of("queued"), null, MOST_QUEUED));
    return Templates.page(
        200,
        template,
        new PoolPage(
            visit.frame(visit.t("nav.pool"), Section.POOL),
            agents.list().stream().map(agent -> row(agent, running)).toList(),
            queued.builds().reversed().stream().map(WaitingBuild::new).toList(),
            queued.next() != null));
  }

  private Answer host(Visit visit, int status, String problem) {
    things.requireOnFarm(visit.who(), Permission.SEE_POOL);
    List<AgentView> all = agents.list();
    AgentView agent = require(visit, all);
    List<Project> known = projects.latest().stream().map(ProjectEntry::project).toList();
    List<HostPage.Move> moves = Moving.from(agent.name(), known, all);
    Frame frame = visit.frame(agent.name().value(), Section.POOL);
    return Templates.page(
        status,
        "pool/host",
        new HostPage(
            frame,
            row(agent, running(agent.name())),
            warm(agent, known),
            moves.stream().mapToInt(move -> move.projects().size()).sum(),
            moves,
            things.may(visit.who(), Permission.RUN_POOL, new Thing.Farm()),
            problem));
  }

  private Answer cordon(Visit visit, Form form) {
    things.requireOnFarm(visit.who(), Permission.RUN_POOL);
    AgentView agent = require(visit, agents.list());
    String why = form.field("why").orElse("");
    if (why.isEmpty()) {
      return host(visit, 400, "pool.whyMissing");
    }
    String kind = form.raw("kind").equals(Cordoning.DRAIN) ? Cordoning.DRAIN : Cordoning.CORDON;
    cordoning.close(visit.who(), visit.request().from(), agent.name(), kind, why);
    return back(agent);
  }

  private Answer uncordon(Visit visit, Form form) {
    things.requireOnFarm(visit.who(), Permission.RUN_POOL);
    AgentView agent = require(visit, agents.list());
    cordoning.open(visit.who(), visit.request().from(), agent.name());
    return back(agent);
  }

  private static Answer back(AgentView agent) {
    return Visit.to(new HostRow(agent, List.of()).address());
  }

  private static AgentView require(Visit visit, List<AgentView> all) {
    return all.stream()
        .filter(agent -> agent.name().value().equals(visit.path("agent")))
        .findFirst()
        .orElseThrow(
            () -> Access.absent("host " + visit.path("agent").replaceAll("\\p{Cntrl}", "?")));
  }

  private Map<AgentId, List<RunningBuild>> running(@Nullable AgentId on) {
    return builds.list(wanted(ON_HOSTS, on, MOST_RUNNING)).builds().stream()
        .filter(build -> build.record().placement() != null)
        .collect(
            Collectors.groupingBy(
                PoolPages::host, Collectors.mapping(RunningBuild::new, Collectors.toList())));
  }

  private static AgentId host(BuildView build) {
    return Objects.requireNonNull(build.record().placement()).agent();
  }

  private static BuildFilter wanted(Set<String> states, @Nullable AgentId on, int limit) {
    return new BuildFilter(null, states, null, null, on, null, limit);
  }

  private static HostRow row(AgentView agent, Map<AgentId, List<RunningBuild>> running) {
    return new HostRow(agent, running.getOrDefault(agent.name(), List.of()));
  }

  private static List<String> warm(AgentView agent, List<Project> known) {
    var status = agent.status();
    return status == null
        ? List.of()
        : known.stream()
            .filter(project -> status.warm().contains(project.id()))
            .map(project -> project.name().value())
            .toList();
  }
}
