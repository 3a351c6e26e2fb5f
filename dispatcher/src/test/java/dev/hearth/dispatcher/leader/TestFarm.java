package dev.hearth.dispatcher.leader;

import dev.hearth.dispatcher.farm.BuildTable;
import dev.hearth.dispatcher.farm.FarmSnapshot;
import dev.hearth.dispatcher.projects.Project;
import dev.hearth.dispatcher.projects.ProjectLookup;
import dev.hearth.protocol.AgentId;
import dev.hearth.protocol.AgentRecord;
import dev.hearth.protocol.AgentStatus;
import dev.hearth.protocol.AttemptId;
import dev.hearth.protocol.AttemptOutcome;
import dev.hearth.protocol.AttemptRecord;
import dev.hearth.protocol.BuildId;
import dev.hearth.protocol.BuildRecord;
import dev.hearth.protocol.BuildRequest;
import dev.hearth.protocol.BuildState;
import dev.hearth.protocol.Cause;
import dev.hearth.protocol.Commit;
import dev.hearth.protocol.Limits;
import dev.hearth.protocol.LostAttempt;
import dev.hearth.protocol.PlacementReason;
import dev.hearth.protocol.ProjectId;
import dev.hearth.protocol.ProjectName;
import dev.hearth.protocol.Stage;
import dev.hearth.protocol.StopKind;
import dev.hearth.protocol.StopOrder;
import dev.hearth.protocol.TaskOrder;
import dev.hearth.protocol.etcd.FarmKeys;
import dev.hearth.protocol.etcd.Key;
import dev.hearth.protocol.etcd.Versioned;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A farm made of records, to decide on. */
public final class TestFarm {
  static final Duration TIMEOUT = Duration.ofMinutes(10);
  static final Duration COMPILE_TIMEOUT = Duration.ofMinutes(4);

  private static final FarmKeys KEYS = new FarmKeys();
  private static final Commit COMMIT = new Commit("0123456789abcdef0123456789abcdef01234567");
  private final Project project = app(ProjectId.random());
  private final Map<ProjectId, Project> projects = new HashMap<>(Map.of(project.id(), project));
  private final Instant now;
  private final Map<AgentId, Versioned<AgentRecord>> agents = new HashMap<>();
  private final Map<AgentId, Versioned<AgentStatus>> statuses = new HashMap<>();
  private final Map<BuildId, Versioned<BuildRecord>> builds = new TreeMap<>();
  private final Map<AttemptId, Versioned<TaskOrder>> tasks = new HashMap<>();
  private final Map<AttemptId, Versioned<AttemptRecord>> attempts = new HashMap<>();
  private long revision;
  private long number;
  private boolean databaseDown;

  public TestFarm(Instant now) {
    this.now = now;
  }

  static Project app(ProjectId id) {
    return called("team/app", id);
  }

  /** A project beside the one that the rest is about. */
  public Project project(String name) {
    Project made = called(name, ProjectId.random());
    projects.put(made.id(), made);
    return made;
  }

  private static Project called(String name, ProjectId id) {
    return new Project(
        id,
        new ProjectName(name),
        "https://git.example/team/app.git",
        List.of("*"),
        List.of("*"),
        List.of(),
        "",
        null,
        null,
        null,
        Map.of(),
        List.of(),
        List.of(),
        Set.of(),
        true,
        true,
        0,
        true,
        Limits.DEFAULT,
        TIMEOUT,
        Map.of("compile", COMPILE_TIMEOUT));
  }

  public FarmSnapshot snapshot() {
    return new FarmSnapshot(
        agents,
        statuses,
        Map.of(),
        BuildTable.of(builds.values()),
        tasks,
        Map.of(),
        attempts,
        revision);
  }

  public ProjectLookup project(ProjectId id) {
    Project known = projects.get(id);
    return known != null
        ? new ProjectLookup.Found(known)
        : databaseDown ? new ProjectLookup.Unsure() : new ProjectLookup.Deleted();
  }

  public void agent(AgentId name, int slots) {
    AgentRecord record = new AgentRecord(name, "i", "b", 1, slots, Set.of(), "1");
    agents.put(name, stored(KEYS.agent(name), record));
    AgentStatus status = new AgentStatus(true, true, "", 1L << 40, 0, Set.of());
    statuses.put(name, stored(KEYS.status(name), status));
  }

  BuildRecord queued(String ref, long sequence) {
    return put(build(project.id(), ref, sequence));
  }

  /**
   * @param asker who asked for it by hand; empty: a push did
   */
  public BuildRecord queued(Project of, String asker) {
    return put(build(of, "refs/tags/v" + number, 0, asker));
  }

  /** The same, given to an agent. */
  public BuildRecord assigned(AgentId agent, Project of, String asker) {
    return put(placed(agent, build(of, "refs/tags/v" + number, 0, asker)));
  }

  BuildRecord claimed(AgentId agent, Project of, String asker) {
    BuildRecord build = assigned(agent, of, asker);
    attempt(build, agent);
    return build;
  }

  /** It has ended, and nothing of it is left. */
  void isGone(BuildRecord build) {
    builds.remove(build.id());
    tasks.remove(new AttemptId(build.id(), 1));
    attempts.remove(new AttemptId(build.id(), 1));
  }

  /** The builds' mirror is behind that of the tasks. */
  void isQueuedAgain(BuildRecord build) {
    put(BuildRecord.queued(build.id(), build.request(), now));
  }

  void queuedAfterLosses(int losses) {
    BuildRecord build = build(project.id(), "refs/heads/main", 1);
    for (int i = 1; i <= losses; i++) {
      AttemptId attempt = new AttemptId(build.id(), i);
      build = build.losing(new LostAttempt(attempt, new AgentId("gone-" + i), "gone", true, now));
    }
    put(build);
  }

  void databaseDown() {
    databaseDown = true;
  }

  void queuedOfNoProject() {
    put(build(ProjectId.random(), "refs/heads/main", 1));
  }

  void over() {
    put(build(project.id(), "refs/heads/main", 1).in(new BuildState.Lost(now, 3, "gone")));
  }

  void unknown() {
    put(build(project.id(), "refs/heads/main", 1).in(new BuildState.Unknown(now, "held")));
  }

  BuildRecord assigned(AgentId agent, String ref) {
    return put(placed(agent, build(project.id(), ref, 1)));
  }

  /** Its build is seen, its task not yet. */
  void withoutTask(AgentId agent, String ref) {
    assigned(agent, ref);
  }

  BuildRecord claimed(AgentId agent, String ref) {
    return claimedHead(agent, ref, 1);
  }

  BuildRecord claimedHead(AgentId agent, String ref, long sequence) {
    BuildRecord build = put(placed(agent, build(project.id(), ref, sequence)));
    attempt(build, agent);
    return build;
  }

  BuildRecord running(AgentId agent, String ref, Stage stage) {
    BuildRecord build = claimed(agent, ref);
    AttemptId attempt = new AttemptId(build.id(), 1);
    AttemptRecord record = attempt(build, agent).began(stage, now);
    attempts.put(attempt, stored(KEYS.attempt(agent, attempt), record));
    return build;
  }

  BuildRecord ended(AgentId agent, String ref, AttemptOutcome outcome) {
    BuildRecord build = claimed(agent, ref);
    AttemptId attempt = new AttemptId(build.id(), 1);
    AttemptRecord record = attempt(build, agent).ended(outcome);
    attempts.put(attempt, stored(KEYS.attempt(agent, attempt), record));
    return build;
  }

  void stopped(BuildRecord build) {
    put(build.stopping(new StopOrder(StopKind.CANCELLED, "ann", "no need", now)));
  }

  void task(BuildRecord build) {
    AttemptId attempt = new AttemptId(build.id(), 1);
    TaskOrder order =
        new TaskOrder(
            attempt, build.request(), project.recipe(), "127.0.0.1:5000", true, false, now);
    BuildState.Assigned assigned = (BuildState.Assigned) build.state();
    tasks.put(attempt, stored(KEYS.task(assigned.agent(), attempt), order));
  }

  private AttemptRecord attempt(BuildRecord build, AgentId agent) {
    AttemptId attempt = new AttemptId(build.id(), 1);
    AttemptRecord record = AttemptRecord.claimed(attempt, agent, "i", "n", now);
    attempts.put(attempt, stored(KEYS.attempt(agent, attempt), record));
    return record;
  }

  private BuildRecord placed(AgentId agent, BuildRecord build) {
    PlacementReason reason = new PlacementReason(agent, 1, true, "home");
    return build.placed(new AttemptId(build.id(), 1), reason, now);
  }

  private BuildRecord build(ProjectId of, String ref, long sequence) {
    return build(called("team/app", of), ref, sequence, "");
  }

  private BuildRecord build(Project of, String ref, long sequence, String asker) {
    BuildRequest request =
        new BuildRequest(
            of.id(),
            of.name(),
            ++number,
            ref,
            COMMIT,
            null,
            asker.isEmpty() ? Cause.PUSH : Cause.MANUAL,
            sequence,
            List.of(),
            true,
            asker.isEmpty() ? "hook" : asker,
            null,
            now);
    return BuildRecord.queued(BuildId.next(), request, now);
  }

  private BuildRecord put(BuildRecord build) {
    builds.put(build.id(), stored(KEYS.build(build.id()), build));
    return build;
  }

  private <T> Versioned<T> stored(Key<T> key, T value) {
    revision++;
    return new Versioned<>(key, value, revision, revision, null);
  }
}
