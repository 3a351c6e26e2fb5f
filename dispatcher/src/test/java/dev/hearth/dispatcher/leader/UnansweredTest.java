package dev.hearth.dispatcher.leader;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.dispatcher.projects.Project;
import dev.hearth.dispatcher.queue.Acceptance;
import dev.hearth.dispatcher.queue.BuildQueue;
import dev.hearth.dispatcher.queue.RemoteRefs;
import dev.hearth.dispatcher.queue.StopOrders;
import dev.hearth.dispatcher.queue.Submission;
import dev.hearth.dispatcher.sql.ModelArchives;
import dev.hearth.protocol.AgentId;
import dev.hearth.protocol.AgentRecord;
import dev.hearth.protocol.BuildRecord;
import dev.hearth.protocol.BuildState;
import dev.hearth.protocol.Cause;
import dev.hearth.protocol.Commit;
import dev.hearth.protocol.LeaderRecord;
import dev.hearth.protocol.PlacementReason;
import dev.hearth.protocol.ProjectId;
import dev.hearth.protocol.etcd.EtcdConfig;
import dev.hearth.protocol.etcd.FarmKeys;
import dev.hearth.protocol.etcd.Fence;
import dev.hearth.protocol.etcd.JetcdKeyValues;
import dev.hearth.protocol.etcd.KeyValues;
import dev.hearth.protocol.etcd.Transaction;
import dev.hearth.protocol.etcd.Versioned;
import dev.hearth.testing.AnswerCutter;
import dev.hearth.testing.EtcdServer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a dispatcher does when etcd has done something and its answer is cut off. */
@Timeout(90)
class UnansweredTest {
  private static final String QUEUED = "\"state\":\"queued\"";
  private static final Commit COMMIT = new Commit("0123456789abcdef0123456789abcdef01234567");
  private static EtcdServer server;
  private static AnswerCutter cutter;

  /** Behind the cutter. */
  private static KeyValues etcd;

  private static KeyValues directly;

  private final FarmKeys keys = new FarmKeys("/" + UUID.randomUUID());
  private final Project project = TestFarm.app(ProjectId.random());

  @BeforeAll
  static void start() {
    server = EtcdServer.withoutUsers();
    cutter = AnswerCutter.before(server.port());
    etcd = connect(cutter.endpoint());
    directly = connect(server.endpoint());
  }

  @AfterAll
  static void stop() {
    etcd.close();
    directly.close();
    cutter.close();
    server.close();
  }

  private static KeyValues connect(String endpoint) {
    return new JetcdKeyValues(
        new EtcdConfig(List.of(endpoint), null, null, Duration.ofSeconds(10)));
  }

  private BuildQueue queue(KeyValues etcd) {
    RemoteRefs remotes = _ -> new RemoteRefs.Refs(Map.of(), null);
    return new BuildQueue(etcd, keys, List::of, remotes, new ModelArchives(), Clock.systemUTC());
  }

  private Submission submission(Cause cause, @Nullable String key) {
    return new Submission(
        project, "refs/heads/main", COMMIT, null, cause, true, List.of(), true, "ann", key);
  }

  private List<Versioned<BuildRecord>> builds() {
    return directly.list(keys.builds()).entries();
  }

  @Test
  void aHookIsAcceptedOnce() {
    int before = cutter.count();
    cutter.cutAnswersTo(QUEUED, 2);

    Acceptance accepted = queue(etcd).accept(submission(Cause.PUSH, "delivery"));

    assertThat(cutter.count() - before).isEqualTo(2);
    assertThat(accepted).isInstanceOf(Acceptance.Queued.class);
    assertThat(builds())
        .singleElement()
        .extracting(b -> b.value().id())
        .isEqualTo(accepted.build());
    assertThat(queue(etcd).accept(submission(Cause.PUSH, "delivery")))
        .isEqualTo(new Acceptance.Same(accepted.build(), 1));
  }

  @Test
  void aPersonsBuildWithoutAKeyIsAcceptedOnceAlsoWhenAnotherComesInBetween() throws Exception {
    int before = cutter.count();
    cutter.cutAnswersTo(QUEUED, 1);
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Acceptance> unanswered =
          executor.submit(() -> queue(etcd).accept(submission(Cause.MANUAL, null)));
      while (cutter.count() == before || builds().isEmpty()) {
        Thread.sleep(5);
      }
      Acceptance other = queue(directly).accept(submission(Cause.MANUAL, null));

      assertThat(unanswered.get().number()).isEqualTo(1);
      assertThat(other.number()).isEqualTo(2);
    }
    assertThat(builds()).hasSize(2);
  }

  @Test
  void aBuildIsPlacedOnce() {
    Acceptance accepted = queue(directly).accept(submission(Cause.PUSH, "delivery"));
    AgentId agent = new AgentId("a");
    directly.commit(
        Transaction.begin()
            .put(keys.agent(agent), new AgentRecord(agent, "i", "b", 1, 2, Set.of(), "1"))
            .put(keys.leader(), new LeaderRecord("one", Instant.EPOCH))
            .end());
    Fence fence =
        new Fence(keys.leader(), directly.find(keys.leader()).orElseThrow().createRevision());
    Action.Assign assign =
        new Action.Assign(
            directly.find(keys.build(accepted.build())).orElseThrow(),
            new PlacementReason(agent, 1, false, "is the project's home"),
            directly.find(keys.agent(agent)).orElseThrow(),
            project,
            false);
    Transitions transitions =
        new Transitions(
            etcd, keys, new StopOrders(etcd, keys), "127.0.0.1:5000", Clock.systemUTC());
    int before = cutter.count();
    cutter.cutAnswersTo("\"state\":\"assigned\"", 1);

    assertThat(transitions.assign(assign, fence)).isTrue();

    assertThat(cutter.count() - before).isEqualTo(1);
    assertThat(directly.list(keys.tasks()).entries()).hasSize(1);
    assertThat(builds().getFirst().value().state()).isInstanceOf(BuildState.Assigned.class);
    assertThat(transitions.assign(assign, fence)).isFalse();
    assertThat(directly.list(keys.tasks()).entries()).hasSize(1);
  }
}
