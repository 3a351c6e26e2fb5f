package dev.hearth.dispatcher.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hearth.dispatcher.projects.Project;
import dev.hearth.dispatcher.projects.ProjectJson;
import dev.hearth.dispatcher.projects.ProjectLookup;
import dev.hearth.dispatcher.queue.StopOrders;
import dev.hearth.dispatcher.queue.StopOutcome;
import dev.hearth.dispatcher.registry.ModelImageRegistry;
import dev.hearth.protocol.AgentId;
import dev.hearth.protocol.AttemptId;
import dev.hearth.protocol.BuildId;
import dev.hearth.protocol.BuildRecord;
import dev.hearth.protocol.BuildRequest;
import dev.hearth.protocol.BuildState;
import dev.hearth.protocol.Cause;
import dev.hearth.protocol.Commit;
import dev.hearth.protocol.LeaderRecord;
import dev.hearth.protocol.PlacementReason;
import dev.hearth.protocol.ProjectId;
import dev.hearth.protocol.PushedImage;
import dev.hearth.protocol.StopKind;
import dev.hearth.protocol.StopOrder;
import dev.hearth.protocol.etcd.FarmKeys;
import dev.hearth.protocol.etcd.Fence;
import dev.hearth.protocol.etcd.Key;
import dev.hearth.protocol.etcd.KeyValues;
import dev.hearth.protocol.etcd.ModelEtcd;
import dev.hearth.protocol.etcd.ModelFaults;
import dev.hearth.protocol.etcd.ModelKeyValues;
import dev.hearth.protocol.etcd.Transaction;
import dev.hearth.protocol.etcd.Versioned;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of a build whose images are in staging while the registry is away. */
@Timeout(60)
class StagedPublisherTest {
  private static final Commit COMMIT = new Commit("a".repeat(40));
  private static final PushedImage IMAGE =
      new PushedImage("app", "hearth-staging/x/app", "sha256:1");

  private final FarmKeys keys = new FarmKeys();
  private final Clock clock = Clock.systemUTC();
  private final KeyValues etcd = new ModelKeyValues(new ModelEtcd(clock), ModelFaults.NONE);
  private final ModelImageRegistry registry = new ModelImageRegistry();
  private final Project project = project();
  private volatile Duration leaseLeft = Duration.ofMinutes(1);
  private final StagedPublisher publisher =
      new StagedPublisher(
          etcd,
          keys,
          _ -> new ProjectLookup.Found(project),
          new TagOwners(etcd, keys, (_, _) -> Optional.empty(), registry),
          registry,
          new TagWriter(etcd, registry, (_, _) -> Optional.empty(), () -> leaseLeft),
          () -> leaseLeft,
          clock);
  private BuildState.Pushed pushed;
  private Versioned<BuildRecord> build;
  private Fence fence;

  private static Project project() {
    try {
      return ProjectJson.create(
              ProjectId.random(),
              new ObjectMapper()
                  .readTree(
                      "{\"name\":\"team/app\",\"gitUrl\":\"https://git.example/team/app.git\"}"))
          .project();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  @BeforeEach
  void aBuildIsPushed() {
    BuildId id = BuildId.next();
    Instant now = clock.instant();
    AttemptId attempt = new AttemptId(id, 1);
    BuildRequest request =
        new BuildRequest(
            project.id(),
            project.name(),
            1,
            "refs/heads/main",
            COMMIT,
            null,
            Cause.PUSH,
            1,
            List.of(),
            true,
            "hook",
            null,
            now);
    pushed = new BuildState.Pushed(now, attempt, List.of(IMAGE), true);
    BuildRecord record =
        BuildRecord.queued(id, request, now)
            .placed(attempt, new PlacementReason(new AgentId("a"), 1, true, "home"), now)
            .in(pushed);
    Key<BuildRecord> key = keys.build(id);
    etcd.commit(
        Transaction.begin().put(key, record).put(keys.leader(), new LeaderRecord("d", now)).end());
    build = etcd.find(key).orElseThrow();
    fence = new Fence(keys.leader(), etcd.find(keys.leader()).orElseThrow().createRevision());
    registry.stage(IMAGE);
    registry.down(true);
  }

  @Test
  void publishingWaitsForARegistryThatIsAway() throws Exception {
    FutureTask<Boolean> publishing = publishing();

    registry.down(false);

    assertThat(publishing.get(20, TimeUnit.SECONDS)).isTrue();
    assertThat(state()).isInstanceOf(BuildState.Succeeded.class);
    assertThat(registry.standing("team/app", "main")).contains(IMAGE.digest());
  }

  @Test
  void aStopThatComesMeanwhileEndsTheBuildAndNoTagMoves() throws Exception {
    FutureTask<Boolean> publishing = publishing();
    var order = new StopOrder(StopKind.CANCELLED, "ann", "no need", clock.instant());

    assertThat(new StopOrders(etcd, keys).order(build.value().id(), order))
        .isInstanceOf(StopOutcome.Ordered.class);

    assertThat(publishing.get(20, TimeUnit.SECONDS)).isTrue();
    assertThat(state())
        .isInstanceOfSatisfying(
            BuildState.Cancelled.class,
            cancelled -> {
              assertThat(cancelled.by()).isEqualTo("ann");
              assertThat(cancelled.confirmed()).isTrue();
            });
    registry.down(false);
    assertThat(registry.standing("team/app", "main")).isEmpty();
    assertThat(etcd.find(keys.tag(project.id(), "app", "main"))).isEmpty();
  }

  @Test
  void nothingIsBegunWithLessOfTheLeaseLeftThanARequestMayTake() {
    registry.down(false);
    leaseLeft = Duration.ofSeconds(2);

    assertThat(publisher.publish(build, pushed, fence)).isFalse();
    assertThat(etcd.list(keys.tags()).entries()).isEmpty();
    assertThat(registry.standing("team/app", "main")).isEmpty();
    assertThat(state()).isEqualTo(pushed);

    leaseLeft = Duration.ofMinutes(1);
    assertThat(publisher.publish(build, pushed, fence)).isTrue();
    assertThat(state()).isInstanceOf(BuildState.Succeeded.class);
  }

  @Test
  void whereOneOfTwoImagesIsRefusedNoTagOfTheOtherHasMoved() {
    var refused = new PushedImage("tool", "hearth-staging/x/tool", "sha256:2");
    registry.down(false);
    registry.stage(refused);
    registry.refuse(refused.digest());
    registry.holds("team/app", "main", "sha256:0");
    var both =
        new BuildState.Pushed(pushed.since(), pushed.attempt(), List.of(IMAGE, refused), true);

    assertThat(publisher.publish(build, both, fence)).isTrue();

    assertThat(state()).isInstanceOf(BuildState.Failed.class);
    assertThat(registry.standing("team/app", "main")).contains("sha256:0");
    assertThat(registry.standing("team/app", COMMIT.value())).isEmpty();
    assertThat(etcd.list(keys.tags()).entries()).isEmpty();
  }

  @Test
  void aLeaseThatEndsOnTheWayLeavesTheTagsToTheNextLeader() {
    registry.down(false);
    registry.meanwhile(() -> leaseLeft = Duration.ZERO);

    assertThat(publisher.publish(build, pushed, fence)).isFalse();

    assertThat(registry.standing("team/app", COMMIT.value())).as("on its way").isPresent();
    assertThat(registry.standing("team/app", "main")).isEmpty();
    assertThat(state()).isEqualTo(pushed);
  }

  /** Begun, and waiting. */
  private FutureTask<Boolean> publishing() {
    var publishing = new FutureTask<>(() -> publisher.publish(build, pushed, fence));
    Thread.ofVirtual().start(publishing);
    await().until(() -> etcd.find(keys.tag(project.id(), "app", "main")).isPresent());
    return publishing;
  }

  private BuildState state() {
    return etcd.find(build.key()).orElseThrow().value().state();
  }
}
