package dev.hearth.dispatcher.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.hearth.dispatcher.projects.Secret;
import dev.hearth.protocol.AgentId;
import dev.hearth.protocol.AttemptId;
import dev.hearth.protocol.BuildId;
import dev.hearth.protocol.BuildRecord;
import dev.hearth.protocol.BuildRequest;
import dev.hearth.protocol.BuildState;
import dev.hearth.protocol.Cause;
import dev.hearth.protocol.Commit;
import dev.hearth.protocol.FailureKind;
import dev.hearth.protocol.LostAttempt;
import dev.hearth.protocol.PlacementReason;
import dev.hearth.protocol.ProjectId;
import dev.hearth.protocol.ProjectName;
import dev.hearth.protocol.PublishedImage;
import dev.hearth.protocol.Stage;
import dev.hearth.protocol.StageRecord;
import dev.hearth.protocol.WantedTag;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
@ParameterizedClass
@EnumSource
@ExtendWith(Databases.Extension.class)
class ArchiveTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");
  private static final ProjectId PROJECT = ProjectId.random();
  private static final ProjectId OTHER = ProjectId.random();
  private static final Commit COMMIT = new Commit("a".repeat(40));

  private final Databases.Kind kind;
  @TempDir Path home;
  private Database database;
  private BuildArchive builds;

  ArchiveTest(Databases.Kind kind) {
    this.kind = kind;
  }

  @BeforeEach
  void open(Databases databases) {
    database = Database.open(databases.fresh(kind, home));
    builds = new BuildArchive(database);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void aFinishedBuildIsReadAsItWasArchivedAndTheFirstInsertStays() {
    BuildRecord build = succeeded(PROJECT, 1, "refs/heads/main");

    assertThat(builds.insertIfAbsent(build)).isTrue();
    assertThat(builds.insertIfAbsent(build.told(List.of(), 99))).isFalse();
    assertThat(builds.find(build.id())).contains(build);
    assertThat(builds.find(build.request().projectName(), 1)).contains(build);
    assertThat(builds.find(build.request().projectName(), 2)).isEmpty();
    assertThat(builds.lastNumber(PROJECT)).isEqualTo(1);
    assertThat(builds.lastNumber(OTHER)).isZero();
  }

  @Test
  void everyEndIsReadAsItWasArchived() {
    BuildRecord build = succeeded(PROJECT, 1, "refs/heads/main");
    List<BuildState> ends =
        List.of(
            new BuildState.Failed(NOW, Stage.COMPILE, FailureKind.USER, "tests failed"),
            new BuildState.Cancelled(NOW, "eva", "wrong branch", true),
            new BuildState.Superseded(NOW, "hearth", "a newer push", false),
            new BuildState.TimedOut(NOW, "hearth", "one hour", true),
            new BuildState.Lost(NOW, 3, "agents gone"));
    for (int at = 0; at < ends.size(); at++) {
      BuildRecord ended =
          new BuildRecord(
              BuildId.next(),
              request(PROJECT, 10 + at, "refs/heads/main"),
              ends.get(at),
              build.attempts(),
              build.lost(),
              build.placement(),
              null,
              build.stages(),
              7);
      builds.insertIfAbsent(ended);
      assertThat(builds.find(ended.id())).contains(ended);
    }
  }

  @Test
  void aNumberBelongsToOneBuildAndAnUnfinishedOneIsRefused() {
    builds.insertIfAbsent(succeeded(PROJECT, 1, "refs/heads/main"));

    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() -> builds.insertIfAbsent(succeeded(PROJECT, 1, "refs/heads/x")));
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() ->
            builds.insertIfAbsent(
                BuildRecord.queued(BuildId.next(), request(PROJECT, 2, "refs/heads/main"), NOW)));
  }

  @Test
  void ofManyWhoArchiveOneBuildAtOnceOneInsertsIt() throws Exception {
    BuildRecord build = succeeded(PROJECT, 1, "refs/heads/main");
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var all =
          IntStream.range(0, 20)
              .mapToObj(_ -> threads.submit(() -> builds.insertIfAbsent(build)))
              .toList();
      int inserted = 0;
      for (var one : all) {
        inserted += one.get() ? 1 : 0;
      }
      assertThat(inserted).isEqualTo(1);
    }
  }

  @Test
  void pagesFollowOneAnotherWithoutGapOrOverlap() {
    List<BuildId> all = new ArrayList<>();
    for (int number = 1; number <= 25; number++) {
      BuildRecord build = succeeded(number % 5 == 0 ? OTHER : PROJECT, number, "refs/heads/main");
      builds.insertIfAbsent(build);
      all.addFirst(build.id());
    }
    List<BuildId> read = new ArrayList<>();
    List<BuildRecord> page = builds.list(ArchiveQuery.newest(7));
    while (!page.isEmpty()) {
      page.forEach(build -> read.add(build.id()));
      BuildId last = page.getLast().id();
      page = builds.list(new ArchiveQuery(null, Set.of(), null, null, null, last, 7));
    }
    assertThat(read).isEqualTo(all);
    assertThat(builds.list(ArchiveQuery.newest(100).of(OTHER))).hasSize(5);
  }

  @Test
  void filtersNarrowWhatIsListed() {
    builds.insertIfAbsent(succeeded(PROJECT, 1, "refs/heads/main"));
    builds.insertIfAbsent(succeeded(PROJECT, 2, "refs/heads/x'; drop table builds; --"));

    assertThat(list(PROJECT, Set.of("succeeded", "lost"), "main", "aaaa", null)).hasSize(1);
    assertThat(list(PROJECT, Set.of(), "refs/heads/main", COMMIT.value(), null)).hasSize(1);
    assertThat(list(null, Set.of(), "x'; drop table builds; --", null, null)).hasSize(1);
    assertThat(list(PROJECT, Set.of("failed"), null, null, null)).isEmpty();
    assertThat(list(null, Set.of(), null, "b", null)).isEmpty();
    assertThat(list(null, Set.of(), null, null, new AgentId("nobody"))).isEmpty();
  }

  private List<BuildRecord> list(
      @Nullable ProjectId project,
      Set<String> states,
      @Nullable String ref,
      @Nullable String commit,
      @Nullable AgentId agent) {
    return builds.list(
        new ArchiveQuery(
            project == null ? null : Set.of(project), states, ref, commit, agent, null, 10));
  }

  @Test
  void aTagNeverGoesBackToAnOlderHeadOfItsRef() {
    TagArchive tags = new TagArchive(database);
    WantedTag newer = tag("refs/heads/main", 5);

    assertThat(tags.record(newer)).isTrue();
    assertThat(tags.record(tag("refs/heads/main", 4))).isFalse();
    assertThat(tags.find("team/app", "latest")).contains(newer);
    assertThat(tags.record(tag("refs/heads/main", 6))).isTrue();
    assertThat(tags.of("team/app")).hasSize(1);
  }

  @Test
  void anAgentHasOneKeyWhichIsGoodUntilTheNextIsIssuedAndWhileSqlIsDown() {
    AgentId agent = new AgentId("agent-1");
    Secret first;
    Secret second;
    try (AgentKeys keys = new AgentKeys(database, Clock.systemUTC())) {
      first = keys.issue(agent);
      assertThat(keys.verify(first.reveal())).contains(agent);
      second = keys.issue(agent);

      assertThat(keys.verify(first.reveal())).isEmpty();
      assertThat(keys.verify(second.reveal())).contains(agent);
      assertThat(keys.verify("agent-2." + second.reveal())).isEmpty();
      assertThat(keys.verify("")).isEmpty();
      assertThat(keys.verify("nonsense")).isEmpty();
    }
    // Another dispatcher, which this agent never asked before.
    try (AgentKeys keys = new AgentKeys(database, Clock.systemUTC())) {
      database.close();
      assertThat(keys.verify(second.reveal())).contains(agent);
      assertThat(keys.verify(first.reveal())).isEmpty();
    }
  }

  private static WantedTag tag(String ref, long sequence) {
    return new WantedTag(
        "team/app",
        "latest",
        "sha256:" + "0".repeat(64),
        COMMIT,
        ref,
        sequence,
        BuildId.next(),
        NOW);
  }

  private static BuildRecord succeeded(ProjectId project, long number, String ref) {
    BuildId id = BuildId.next();
    AttemptId attempt = new AttemptId(id, 1);
    AgentId agent = new AgentId("agent-1");
    return BuildRecord.queued(id, request(project, number, ref), NOW)
        .losing(new LostAttempt(attempt, agent, "gone", true, NOW))
        .placed(new AttemptId(id, 2), new PlacementReason(agent, 1, true, "its home"), NOW)
        .told(List.of(new StageRecord(Stage.COMPILE, NOW, NOW.plusSeconds(3))), 1234)
        .in(
            new BuildState.Succeeded(
                NOW,
                List.of(
                    new PublishedImage(
                        "app", "team/app", "sha256:" + "1".repeat(64), List.of("main")))));
  }

  private static BuildRequest request(ProjectId project, long number, String ref) {
    return new BuildRequest(
        project,
        new ProjectName("team/app"),
        number,
        ref,
        COMMIT,
        null,
        Cause.PUSH,
        1,
        List.of("x"),
        true,
        "gitlab",
        "key",
        NOW);
  }
}
