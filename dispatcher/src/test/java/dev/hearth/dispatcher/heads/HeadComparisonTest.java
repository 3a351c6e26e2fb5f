package dev.hearth.dispatcher.heads;

import static dev.hearth.git.RepositoryFile.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hearth.dispatcher.RefusedException;
import dev.hearth.dispatcher.projects.Project;
import dev.hearth.dispatcher.projects.ProjectJson;
import dev.hearth.dispatcher.projects.ProjectSecrets;
import dev.hearth.dispatcher.queue.Acceptance;
import dev.hearth.dispatcher.queue.BuildQueue;
import dev.hearth.dispatcher.queue.ProjectSeeds;
import dev.hearth.dispatcher.queue.Submission;
import dev.hearth.dispatcher.remote.JGitRemoteRefs;
import dev.hearth.dispatcher.remote.Patience;
import dev.hearth.dispatcher.secrets.FarmKey;
import dev.hearth.dispatcher.secrets.Sealer;
import dev.hearth.dispatcher.sql.Baselines;
import dev.hearth.dispatcher.sql.BuildArchive;
import dev.hearth.dispatcher.sql.Database;
import dev.hearth.dispatcher.sql.DatabaseConfig;
import dev.hearth.dispatcher.sql.ProjectStore;
import dev.hearth.git.GitRepository;
import dev.hearth.git.GitServer;
import dev.hearth.git.GitServerConfig;
import dev.hearth.git.RecordedRequests;
import dev.hearth.protocol.BuildRecord;
import dev.hearth.protocol.BuildState;
import dev.hearth.protocol.Cause;
import dev.hearth.protocol.Commit;
import dev.hearth.protocol.FailureKind;
import dev.hearth.protocol.GitUrlPolicy;
import dev.hearth.protocol.HostResolver;
import dev.hearth.protocol.ProjectId;
import dev.hearth.protocol.Stage;
import dev.hearth.protocol.etcd.EtcdConfig;
import dev.hearth.protocol.etcd.FarmKeys;
import dev.hearth.protocol.etcd.JetcdKeyValues;
import dev.hearth.protocol.etcd.KeyValues;
import dev.hearth.protocol.etcd.Transaction;
import dev.hearth.protocol.etcd.Versioned;
import dev.hearth.testing.EtcdServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** With a real etcd, Git server and database. */
@Timeout(90)
class HeadComparisonTest {
  private static final Clock CLOCK = Clock.systemUTC();
  private static EtcdServer etcdServer;
  private static KeyValues etcd;

  @TempDir Path scratch;
  private GitServer git;
  private GitRepository repository;
  private Database database;
  private BuildArchive archive;
  private ProjectStore store;
  private Project project;
  private JGitRemoteRefs remotes;
  private FarmKeys keys;
  private BuildQueue queue;
  private HeadComparison comparison;

  @BeforeAll
  static void startEtcd() {
    etcdServer = EtcdServer.withoutUsers();
    etcd =
        new JetcdKeyValues(
            new EtcdConfig(List.of(etcdServer.endpoint()), null, null, EtcdConfig.DEADLINE));
  }

  @AfterAll
  static void stopEtcd() {
    etcd.close();
    etcdServer.close();
  }

  @BeforeEach
  void start() throws IOException {
    repository = GitRepository.create(scratch.resolve("git"), "team/app.git");
    git = GitServer.start(GitServerConfig.of(scratch.resolve("git")), new RecordedRequests());
    database = Database.open(DatabaseConfig.in(scratch));
    archive = new BuildArchive(database);
    store = new ProjectStore(database, new Sealer(FarmKey.open(scratch.resolve("key"))), CLOCK);
    project = create("*", "team/app");
    remotes =
        new JGitRemoteRefs(
            new GitUrlPolicy(Set.of(), Set.of("127.0.0.1:" + git.port())),
            HostResolver.system(),
            _ -> Optional.empty(),
            new Patience(Duration.ofSeconds(10), Duration.ofSeconds(45)));
    connect(new FarmKeys("/hearth-" + project.id()));
  }

  /** As if this were another etcd. */
  private void connect(FarmKeys root) {
    keys = root;
    queue =
        new BuildQueue(
            etcd, keys, () -> etcd.list(keys.builds()).entries(), remotes, archive, CLOCK);
    comparison =
        new HeadComparison(
            etcd,
            keys,
            new ProjectSeeds(etcd, keys, archive),
            remotes,
            new Baselines(database),
            queue::accept,
            CLOCK);
  }

  @AfterEach
  void stop() {
    git.close();
    database.close();
  }

  private String push(String branch) {
    return repository.commit(branch, Map.of("a", text(String.valueOf(System.nanoTime()))), "one");
  }

  private Acceptance hook(String branch, @Nullable String before, String commit, String delivery) {
    return queue.accept(
        new Submission(
            project,
            "refs/heads/" + branch,
            new Commit(commit),
            before == null ? null : new Commit(before),
            Cause.PUSH,
            true,
            List.of(),
            true,
            "ann",
            delivery));
  }

  private List<BuildRecord> live() {
    return etcd.list(keys.builds()).entries().stream().map(Versioned::value).toList();
  }

  /** Ends all builds as their agents would, and archives them. */
  private void end(boolean lostWithEtcd) {
    for (Versioned<BuildRecord> build : etcd.list(keys.builds()).entries()) {
      BuildState end =
          lostWithEtcd
              ? new BuildState.Lost(CLOCK.instant(), 0, "etcd's data was lost")
              : new BuildState.Failed(
                  CLOCK.instant(), Stage.COMPILE, FailureKind.USER, "tests failed");
      archive.insertIfAbsent(build.value().in(end));
      var request = build.value().request();
      etcd.commit(
          Transaction.begin()
              .delete(build.key())
              .delete(keys.same(request.project(), request.ref(), request.commit()))
              .end());
    }
  }

  @Test
  void aNewProjectsHeadsAreItsBaselineAndAPushWithoutAHookIsBuiltOnce() {
    push("main");
    push("old");
    repository.tag("v0", repository.head("old").orElseThrow());
    assertThat(comparison.compare(project)).isZero();
    assertThat(comparison.compare(project)).isZero();

    String missed = push("main");
    String fresh = push("fresh");
    repository.tag("v1", fresh);
    assertThat(comparison.compare(project)).isEqualTo(3);
    assertThat(live())
        .extracting(
            build -> build.request().refName(),
            build -> build.request().commit().value(),
            build -> build.request().cause())
        .containsExactlyInAnyOrder(
            tuple("main", missed, Cause.RECONCILED),
            tuple("fresh", fresh, Cause.RECONCILED),
            tuple("v1", fresh, Cause.RECONCILED));
    assertThat(comparison.compare(project)).isZero();
    end(false);
    assertThat(comparison.compare(project)).as("what failed was built").isZero();
  }

  @Test
  void theFirstPushOfAProjectThatWasComparedIsTakenWhileTheDatabaseIsDown() {
    comparison.compare(project);
    String first = push("main");

    database.close();

    assertThat(hook("main", null, first, "d1"))
        .isInstanceOfSatisfying(
            Acceptance.Queued.class, queued -> assertThat(queued.number()).isEqualTo(1));
  }

  @Test
  void aHookThatComesAfterAllFindsTheBuildAlsoWhenItHasEnded() {
    comparison.compare(project);
    push("main");
    String parent = push("main");
    String head = push("main");
    comparison.compare(project);
    BuildRecord built = live().getFirst();

    assertThat(hook("main", parent, head, "d1"))
        .isEqualTo(new Acceptance.Same(built.id(), built.request().number()));
    end(false);
    assertThat(hook("main", parent, head, "d2"))
        .isEqualTo(new Acceptance.Same(built.id(), built.request().number()));
  }

  @Test
  void aHookThatCameIsNotMissedAndABranchMadeAgainIsBuiltIfItStandsElsewhere() {
    comparison.compare(project);
    String first = push("main");
    hook("main", null, first, "d1");
    assertThat(comparison.compare(project)).isZero();

    repository.git("update-ref", "-d", "refs/heads/main");
    assertThat(comparison.compare(project)).isZero();
    repository.branch("main", first);
    assertThat(comparison.compare(project)).isZero();
    push("main");
    assertThat(comparison.compare(project)).isEqualTo(1);
    repository.git("update-ref", "refs/heads/main", first);
    assertThat(comparison.compare(project)).as("forced back to the first").isEqualTo(1);
  }

  @Test
  void aPushThatCameTooLateIsOneBuildHoweverManyHooksTellOfIt() {
    String one = push("main");
    String two = push("main");
    hook("main", one, two, "d2");

    Acceptance late = hook("main", null, one, "d1");
    assertThat(late).isInstanceOf(Acceptance.BornSuperseded.class);
    Acceptance again = hook("main", null, one, "d1-from-the-system-hook");
    assertThat(again).isEqualTo(new Acceptance.Same(late.build(), late.number()));
    end(false);
    connect(new FarmKeys("/again-" + project.id()));
    hook("main", one, two, "d3");
    assertThat(hook("main", null, one, "d4").build()).isEqualTo(late.build());
  }

  @Test
  void aBranchThatTheRulesTakeInLaterIsBuiltFromItsNextPushOn() {
    Project narrow = create("main", "team/narrow");
    comparison.compare(narrow);
    push("dev");
    assertThat(comparison.compare(narrow)).isZero();
    Project wide = withBranches(narrow, "*");
    assertThat(comparison.compare(wide)).isZero();
    push("dev");
    assertThat(comparison.compare(wide)).isEqualTo(1);
  }

  @Test
  void afterTheLossOfEtcdNumbersAndHeadsGoOnAndOnlyWhatWasUnderWayIsBuiltAgain() {
    comparison.compare(project);
    push("main");
    comparison.compare(project);
    end(false);
    String second = push("main");
    comparison.compare(project);
    end(false);
    push("dev");
    comparison.compare(project);
    end(true);

    connect(new FarmKeys("/empty-" + project.id()));
    assertThat(comparison.compare(project)).isEqualTo(1);
    assertThat(live())
        .extracting(build -> build.request().title() + " " + build.request().refName())
        .containsExactly("team/app#4 dev");
    Acceptance next = hook("main", second, push("main"), "d9");
    assertThat(next.number()).isEqualTo(5);
    assertThat(live().getLast().request().headSequence()).isEqualTo(3);
  }

  @Test
  void aGitHostThatIsAwayIsSaid() {
    comparison.compare(project);
    git.close();
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> comparison.compare(project))
        .withMessageContaining("team/app");
  }

  private Project create(String branches, String name) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("name", name).put("gitUrl", git.url("team/app.git").toString());
    json.putArray("branches").add(branches);
    Project made = ProjectJson.create(ProjectId.random(), json).project();
    store.create(made, new ProjectSecrets(List.of(ProjectSecrets.randomHookSecret()), null));
    return made;
  }

  private static Project withBranches(Project project, String branches) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.putArray("branches").add(branches);
    return ProjectJson.change(project, json).project();
  }
}
