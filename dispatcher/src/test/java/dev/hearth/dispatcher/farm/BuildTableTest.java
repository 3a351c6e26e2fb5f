package dev.hearth.dispatcher.farm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.protocol.AgentId;
import dev.hearth.protocol.AttemptId;
import dev.hearth.protocol.BuildId;
import dev.hearth.protocol.BuildRecord;
import dev.hearth.protocol.BuildRequest;
import dev.hearth.protocol.BuildState;
import dev.hearth.protocol.Cause;
import dev.hearth.protocol.Commit;
import dev.hearth.protocol.LostAttempt;
import dev.hearth.protocol.ProjectId;
import dev.hearth.protocol.ProjectName;
import dev.hearth.protocol.etcd.FarmKeys;
import dev.hearth.protocol.etcd.Versioned;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BuildTableTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final Commit COMMIT = new Commit("0123456789abcdef0123456789abcdef01234567");
  private static final List<String> REFS =
      List.of("refs/heads/a", "refs/heads/ab", "refs/heads/b", "refs/tags/a");

  private static final List<String> ASKERS = List.of("", "ann", "eve");

  private final FarmKeys keys = new FarmKeys();
  private final List<ProjectId> projects =
      List.of(ProjectId.random(), ProjectId.random(), ProjectId.random());

  /** What stands, and all that could be asked of it by looking at each. */
  private final Map<BuildId, Versioned<BuildRecord>> plain = new TreeMap<>();

  private BuildTable table = BuildTable.none();
  private long revision;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void isSortedAfterAnyChangesAsIfAllHadBeenLookedAt(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 800; i++) {
      change(random);
      BuildTable before = table;
      assertThat(table.all()).containsExactlyElementsOf(plain.values());
      assertThat(table.begun()).containsExactlyElementsOf(those(build -> !waits(build)));
      for (ProjectId project : projects) {
        check(project);
      }
      assertThat(table).isSameAs(before);
    }
  }

  private void change(Random random) {
    List<Versioned<BuildRecord>> known = List.copyOf(plain.values());
    int roll = random.nextInt(10);
    if (known.isEmpty() || roll < 4) {
      put(fresh(random));
    } else {
      Versioned<BuildRecord> one = known.get(random.nextInt(known.size()));
      if (roll < 7) {
        plain.remove(one.value().id());
        table = table.without(one.value().id());
      } else {
        put(next(one.value(), random));
      }
    }
  }

  private void check(ProjectId project) {
    ProjectBuilds sorted =
        table.projects().stream()
            .filter(one -> one.project().equals(project))
            .findFirst()
            .orElseGet(() -> ProjectBuilds.none(project));
    Predicate<BuildRecord> its = build -> build.request().project().equals(project);
    Predicate<BuildRecord> untried =
        its.and(BuildTableTest::waits).and(build -> build.lost().isEmpty());
    assertThat(sorted.askers())
        .containsExactlyInAnyOrderElementsOf(
            those(untried).stream()
                .map(build -> build.value().request().asker())
                .distinct()
                .toList());
    for (String asker : ASKERS) {
      assertThat(sorted.untried(asker))
          .containsExactlyElementsOf(
              those(untried.and(build -> build.request().asker().equals(asker))));
    }
    assertThat(sorted.waiting())
        .containsExactlyInAnyOrderElementsOf(those(its.and(BuildTableTest::waits)));
    assertThat(sorted.tried())
        .containsExactlyElementsOf(
            those(its.and(BuildTableTest::waits).and(build -> !build.lost().isEmpty())));
    List<String> contested = new ArrayList<>();
    for (String ref : REFS) {
      List<Versioned<BuildRecord>> heads =
          those(its.and(BuildTableTest::isHead).and(build -> build.request().ref().equals(ref)));
      long newest = heads.stream().mapToLong(BuildTableTest::sequence).max().orElse(0);
      List<Versioned<BuildRecord>> older =
          heads.stream().filter(head -> sequence(head) < newest).toList();
      if (!older.isEmpty()) {
        contested.add(ref);
        assertThat(sequence(sorted.newest(ref))).isEqualTo(newest);
        assertThat(sorted.overtaken(ref)).containsExactlyInAnyOrderElementsOf(older);
      }
    }
    assertThat(sorted.contested()).containsExactlyElementsOf(contested);
  }

  private List<Versioned<BuildRecord>> those(Predicate<BuildRecord> such) {
    return plain.values().stream().filter(build -> such.test(build.value())).toList();
  }

  private static boolean waits(BuildRecord build) {
    return build.state() instanceof BuildState.Queued;
  }

  private static boolean isHead(BuildRecord build) {
    return build.request().headSequence() > 0
        && build.request().cause() != Cause.MANUAL
        && build.request().ref().startsWith("refs/heads/");
  }

  private static long sequence(Versioned<BuildRecord> build) {
    return build.value().request().headSequence();
  }

  private void put(BuildRecord build) {
    revision++;
    Versioned<BuildRecord> now =
        new Versioned<>(keys.build(build.id()), build, revision, revision, "{}");
    plain.put(build.id(), now);
    table = table.with(now);
  }

  private BuildRecord fresh(Random random) {
    BuildRequest request =
        new BuildRequest(
            projects.get(random.nextInt(projects.size())),
            new ProjectName("team/app"),
            1,
            REFS.get(random.nextInt(REFS.size())),
            COMMIT,
            null,
            random.nextInt(5) == 0 ? Cause.MANUAL : Cause.PUSH,
            random.nextInt(4),
            List.of(),
            true,
            random.nextBoolean() ? "ann" : "eve",
            null,
            NOW);
    return BuildRecord.queued(BuildId.next(), request, NOW);
  }

  private static BuildRecord next(BuildRecord build, Random random) {
    AttemptId attempt = new AttemptId(build.id(), 1 + build.attempts());
    AgentId agent = new AgentId("a");
    return Stream.of(
            build.in(new BuildState.Assigned(NOW, attempt, agent)),
            build
                .losing(new LostAttempt(attempt, agent, "gone", true, NOW))
                .in(new BuildState.Queued(NOW)),
            build.in(new BuildState.Lost(NOW, 3, "gone")),
            build.in(new BuildState.Unknown(NOW, "held")))
        .skip(random.nextInt(4))
        .findFirst()
        .orElseThrow();
  }
}
