package dev.hearth.dispatcher.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.hearth.protocol.AgentId;
import dev.hearth.protocol.AgentRecord;
import dev.hearth.protocol.AttemptId;
import dev.hearth.protocol.AttemptRecord;
import dev.hearth.protocol.BuildId;
import dev.hearth.protocol.BuildRecord;
import dev.hearth.protocol.BuildRequest;
import dev.hearth.protocol.BuildState;
import dev.hearth.protocol.Cause;
import dev.hearth.protocol.Commit;
import dev.hearth.protocol.Head;
import dev.hearth.protocol.LastNumber;
import dev.hearth.protocol.LeaderRecord;
import dev.hearth.protocol.Limits;
import dev.hearth.protocol.PlacementReason;
import dev.hearth.protocol.ProjectId;
import dev.hearth.protocol.ProjectName;
import dev.hearth.protocol.Recipe;
import dev.hearth.protocol.SameBuild;
import dev.hearth.protocol.StopKind;
import dev.hearth.protocol.StopOrder;
import dev.hearth.protocol.TaskOrder;
import dev.hearth.protocol.etcd.FarmKeys;
import dev.hearth.protocol.etcd.Fence;
import dev.hearth.protocol.etcd.Key;
import dev.hearth.protocol.etcd.KeyValues;
import dev.hearth.protocol.etcd.ModelEtcd;
import dev.hearth.protocol.etcd.ModelFaults;
import dev.hearth.protocol.etcd.ModelKeyValues;
import dev.hearth.protocol.etcd.Transaction;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class InvariantsTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");
  private static final AgentId AGENT = new AgentId("agent-1");
  private static final Commit COMMIT = new Commit("1".repeat(40));
  private static final String MAIN = "refs/heads/main";

  private final FarmKeys keys = new FarmKeys();
  private final KeyValues etcd =
      new ModelKeyValues(new ModelEtcd(Clock.systemUTC()), ModelFaults.NONE);
  private final ProjectId project = ProjectId.random();
  private final ProjectId deleted = ProjectId.random();
  private final Known known =
      new Known() {
        @Override
        public boolean project(ProjectId id) {
          return id.equals(project);
        }

        @Override
        public boolean archived(BuildId build) {
          return false;
        }

        @Override
        public long lastNumber(ProjectId id) {
          return 7;
        }
      };
  private Fence fence;
  private BuildRecord running;

  /** A farm with one build that runs, as all should be. */
  @BeforeEach
  void start() {
    put(keys.leader(), new LeaderRecord("dispatcher", NOW));
    fence = new Fence(keys.leader(), etcd.find(keys.leader()).orElseThrow().createRevision());
    put(keys.agent(AGENT), new AgentRecord(AGENT, "i", "b", 1, 2, Set.of(), "1"));
    BuildRecord queued = build(8);
    AttemptId attempt = new AttemptId(queued.id(), 1);
    running = queued.placed(attempt, new PlacementReason(AGENT, 1, true, "home"), NOW);
    put(keys.build(running.id()), running);
    put(keys.task(AGENT, attempt), task(running, attempt));
    put(keys.attempt(AGENT, attempt), AttemptRecord.claimed(attempt, AGENT, "i", "n", NOW));
    put(keys.same(project, MAIN, COMMIT), new SameBuild(running.id(), 8));
    put(keys.number(project), new LastNumber(8));
  }

  private <T> void put(Key<T> key, T value) {
    etcd.commit(Transaction.begin().put(key, value).end());
  }

  private BuildRecord build(long number) {
    BuildRequest request =
        new BuildRequest(
            project,
            new ProjectName("team/app"),
            number,
            MAIN,
            COMMIT,
            null,
            Cause.PUSH,
            1,
            List.of(),
            true,
            "hook",
            null,
            NOW);
    return BuildRecord.queued(BuildId.next(), request, NOW);
  }

  private static TaskOrder task(BuildRecord build, AttemptId attempt) {
    Recipe recipe =
        new Recipe(
            "https://git.example/team/app.git",
            "",
            null,
            null,
            null,
            Map.of(),
            List.of(),
            List.of(),
            0,
            true,
            true,
            Limits.DEFAULT,
            Duration.ofMinutes(4),
            Map.of());
    return new TaskOrder(attempt, build.request(), recipe, "127.0.0.1:5000", true, false, NOW);
  }

  private List<Violation> look() {
    return Invariants.of(keys, FarmListing.read(etcd, keys), known);
  }

  @Test
  void aFarmThatIsAsItShouldBeHasNone() {
    assertThat(look()).isEmpty();
    Mending mending = new Mending(etcd, keys, known);
    mending.look(fence);
    assertThat(mending.look(fence)).isEmpty();
  }

  @Test
  void whatNobodyRunsAndWhatIsNotArchivedIsTold() {
    etcd.commit(
        Transaction.begin()
            .delete(keys.agent(AGENT))
            .delete(keys.leader())
            .delete(keys.task(AGENT, new AttemptId(running.id(), 1)))
            .end());
    BuildRecord ended = build(9).in(new BuildState.Lost(NOW, 3, "gone"));
    put(keys.build(ended.id()), ended);
    put(keys.number(project), new LastNumber(9));

    assertThat(look())
        .extracting(Violation::kind, Violation::subject)
        .containsExactlyInAnyOrder(
            tuple("no leader", "leader"),
            tuple("no task", "team/app#8"),
            tuple("no agent", "team/app#8"),
            tuple("stray attempt", keys.attempt(AGENT, new AttemptId(running.id(), 1)).path()),
            tuple("ended in etcd", "team/app#9"));
  }

  @Test
  void anAgentWhoseClockIsWrongIsTold() {
    AttemptId attempt = new AttemptId(running.id(), 1);
    Instant wrong = NOW.minus(Duration.ofHours(1));
    put(keys.attempt(AGENT, attempt), AttemptRecord.claimed(attempt, AGENT, "i", "n", wrong));

    assertThat(look()).extracting(Violation::kind).containsExactly("clock");
  }

  @Test
  void whatWasLeftBehindIsMendedAtTheSecondLookAndNothingElse() {
    AttemptId stray = new AttemptId(BuildId.next(), 1);
    put(keys.task(AGENT, stray), task(running, stray));
    AttemptId noTask = new AttemptId(BuildId.next(), 1);
    put(keys.attempt(AGENT, noTask), AttemptRecord.claimed(noTask, AGENT, "i", "n", NOW));
    put(keys.stop(AGENT, noTask), new StopOrder(StopKind.CANCELLED, "ann", "no need", NOW));
    put(keys.same(project, "refs/heads/dev", COMMIT), new SameBuild(BuildId.next(), 3));
    put(keys.number(project), new LastNumber(2));
    put(
        keys.head(deleted, MAIN),
        new Head(MAIN, null, COMMIT, 1, BuildId.next(), 1, NOW, Cause.PUSH));
    put(keys.number(deleted), new LastNumber(3));
    put(keys.same(deleted, MAIN, COMMIT), new SameBuild(running.id(), 8));

    Mending mending = new Mending(etcd, keys, known);
    assertThat(mending.look(fence)).isEmpty();
    assertThat(mending.look(fence))
        .extracting(Violation::kind)
        .containsExactlyInAnyOrder(
            "stray task",
            "stray stop",
            "stray attempt",
            "stray mark",
            "number behind",
            "deleted project",
            "deleted project",
            "deleted project");
    assertThat(look()).isEmpty();
    assertThat(etcd.find(keys.number(project)).orElseThrow().value().last()).isEqualTo(8);
    assertThat(etcd.list(keys.tasks()).entries()).hasSize(1);
  }

  @Test
  void aLeaderThatWasReplacedMendsNothing() {
    put(keys.number(deleted), new LastNumber(3));
    Mending mending = new Mending(etcd, keys, known);
    mending.look(fence);
    etcd.commit(Transaction.begin().delete(keys.leader()).end());
    put(keys.leader(), new LeaderRecord("another", NOW));

    assertThat(mending.look(fence)).isEmpty();
    assertThat(etcd.find(keys.number(deleted))).isPresent();
  }
}
