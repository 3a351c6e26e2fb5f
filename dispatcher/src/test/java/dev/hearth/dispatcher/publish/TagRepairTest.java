package dev.hearth.dispatcher.publish;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.hearth.dispatcher.projects.Project;
import dev.hearth.dispatcher.projects.ProjectJson;
import dev.hearth.dispatcher.projects.ProjectLookup;
import dev.hearth.dispatcher.registry.ModelImageRegistry;
import dev.hearth.protocol.AttemptId;
import dev.hearth.protocol.BuildId;
import dev.hearth.protocol.BuildRecord;
import dev.hearth.protocol.BuildRequest;
import dev.hearth.protocol.BuildState;
import dev.hearth.protocol.Cause;
import dev.hearth.protocol.Commit;
import dev.hearth.protocol.LeaderRecord;
import dev.hearth.protocol.ProjectId;
import dev.hearth.protocol.PushedImage;
import dev.hearth.protocol.WantedTag;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TagRepairTest {
  private static final Clock CLOCK = Clock.systemUTC();
  private static final String OLD = "sha256:" + "1".repeat(64);
  private static final String NEW = "sha256:" + "2".repeat(64);

  private final FarmKeys keys = new FarmKeys();
  private final KeyValues etcd = new ModelKeyValues(new ModelEtcd(CLOCK), ModelFaults.NONE);
  private final ModelImageRegistry registry = new ModelImageRegistry();
  private final List<WantedTag> archived = new ArrayList<>();
  private final Project project =
      ProjectJson.create(
              ProjectId.random(),
              JsonNodeFactory.instance
                  .objectNode()
                  .put("name", "team/app")
                  .put("gitUrl", "https://git.example/team/app.git"))
          .project();
  private final Key<WantedTag> main = keys.tag(project.id(), "app", "main");
  private final TagWriter writer =
      new TagWriter(etcd, registry, (_, _) -> Optional.empty(), () -> Duration.ofMinutes(1));
  private final TagRepair repair =
      new TagRepair(
          etcd,
          keys,
          registry,
          writer,
          id ->
              id.equals(project.id())
                  ? new ProjectLookup.Found(project)
                  : new ProjectLookup.Deleted(),
          archived::add,
          CLOCK);
  private Fence fence;

  /** The registry's tag stands at an older image than etcd wants. */
  @BeforeEach
  void start() {
    put(keys.leader(), new LeaderRecord("dispatcher", Instant.now()));
    fence = new Fence(keys.leader(), etcd.find(keys.leader()).orElseThrow().createRevision());
    for (String digest : List.of(OLD, NEW)) {
      PushedImage image = new PushedImage("app", "team/app", digest);
      registry.stage(image);
      registry.bring(project.id(), image, "team/app");
    }
    registry.tag("team/app", "main", OLD);
  }

  private <T> void put(Key<T> key, T value) {
    etcd.commit(Transaction.begin().put(key, value).end());
  }

  private WantedTag wanted(Duration age) {
    return new WantedTag(
        "team/app",
        "main",
        NEW,
        new Commit("1".repeat(40)),
        "refs/heads/main",
        7,
        BuildId.next(),
        CLOCK.instant().minus(age));
  }

  @Test
  void afterAChangeOfLeaderATagThatWasMovedAMomentAgoIsRepairedAtOnce() {
    put(main, wanted(Duration.ofSeconds(5)));

    repair.keep(fence, false);
    assertThat(registry.standing("team/app", "main"))
        .as("its publisher may be at it")
        .contains(OLD);
    repair.keep(fence, true);
    assertThat(registry.standing("team/app", "main")).contains(NEW);
    assertThat(etcd.find(main)).as("looked at again a minute later").isPresent();
  }

  @Test
  void theTagsOfABuildThatIsBeingPublishedAreLeftToItsPublisher() {
    WantedTag tag = wanted(Duration.ofMinutes(2));
    put(main, tag);
    AttemptId attempt = new AttemptId(tag.build(), 1);
    BuildState pushed = new BuildState.Pushed(CLOCK.instant(), attempt, List.of(), true);
    put(keys.build(tag.build()), queued(tag.build()).in(pushed));

    repair.keep(fence, true);
    assertThat(registry.standing("team/app", "main")).contains(OLD);

    etcd.commit(Transaction.begin().delete(keys.build(tag.build())).end());
    repair.keep(fence, true);
    assertThat(registry.standing("team/app", "main")).contains(NEW);
  }

  private BuildRecord queued(BuildId build) {
    BuildRequest request =
        new BuildRequest(
            project.id(),
            project.name(),
            1,
            "refs/heads/main",
            new Commit("1".repeat(40)),
            null,
            Cause.PUSH,
            7,
            List.of(),
            true,
            "ann",
            null,
            CLOCK.instant());
    return BuildRecord.queued(build, request, CLOCK.instant());
  }

  @Test
  void aTagThatStandsForAMinuteIsArchivedAndOneThatWasMovedFromOutsideIsPutBackFirst() {
    WantedTag tag = wanted(Duration.ofMinutes(2));
    put(main, tag);

    repair.keep(fence, false);
    assertThat(registry.standing("team/app", "main")).contains(NEW);
    assertThat(archived).isEmpty();
    repair.keep(fence, false);
    assertThat(archived).containsExactly(tag);
    assertThat(etcd.find(main)).isEmpty();
  }

  @Test
  void aTagOfADeletedProjectIsForgottenAndNotWritten() {
    Key<WantedTag> stray = keys.tag(ProjectId.random(), "app", "main");
    put(stray, wanted(Duration.ofMinutes(2)));

    repair.keep(fence, true);
    assertThat(etcd.find(stray)).isEmpty();
    assertThat(registry.standing("team/app", "main")).contains(OLD);
  }

  @Test
  void aTagThatTheRegistryDoesNotShowHoldsUpNoOther() {
    put(
        keys.tag(project.id(), "aaa", "main"),
        new WantedTag(
            "team/app-aaa",
            "main",
            NEW,
            new Commit("1".repeat(40)),
            "refs/heads/main",
            7,
            BuildId.next(),
            Instant.EPOCH));
    put(main, wanted(Duration.ofMinutes(2)));
    registry.forbid("team/app-aaa");

    assertThat(repair.keep(fence, false)).as("asking again helps nobody").isTrue();
    assertThat(registry.standing("team/app", "main")).contains(NEW);
  }

  @Test
  void aNewLeaderLooksAtAllTagsUntilItHasSeenThemAllAndThenAtSettledOnesOnly() {
    TagKeeper keeper = new TagKeeper(writer, repair, () -> Optional.of(fence), CLOCK);
    put(main, wanted(Duration.ofSeconds(5)));

    registry.down(true);
    keeper.look();
    registry.down(false);
    keeper.look();
    assertThat(registry.standing("team/app", "main")).contains(NEW);

    registry.tag("team/app", "main", OLD);
    keeper.look();
    assertThat(registry.standing("team/app", "main"))
        .as("its publisher may be at it")
        .contains(OLD);
  }
}
