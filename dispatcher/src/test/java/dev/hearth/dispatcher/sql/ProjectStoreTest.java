package dev.hearth.dispatcher.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hearth.dispatcher.projects.GitCredential;
import dev.hearth.dispatcher.projects.Project;
import dev.hearth.dispatcher.projects.ProjectJson;
import dev.hearth.dispatcher.projects.ProjectLookup;
import dev.hearth.dispatcher.projects.ProjectSecrets;
import dev.hearth.dispatcher.projects.Secret;
import dev.hearth.dispatcher.secrets.FarmKey;
import dev.hearth.dispatcher.secrets.Sealer;
import dev.hearth.protocol.ProjectId;
import dev.hearth.protocol.ProjectName;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
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
class ProjectStoreTest {
  private static final ProjectSecrets SECRETS =
      new ProjectSecrets(
          List.of(new Secret("hook-secret-0123")),
          new GitCredential.Password("deploy", new Secret("git-password")));

  private final Databases.Kind kind;
  @TempDir Path home;
  private DatabaseConfig config;
  private Database database;
  private ProjectStore store;

  ProjectStoreTest(Databases.Kind kind) {
    this.kind = kind;
  }

  @BeforeEach
  void open(Databases databases) {
    config = databases.fresh(kind, home);
    database = Database.open(config);
    store = store(database);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void aProjectIsFoundAsItWasStoredAlsoAfterARestart() {
    ProjectEntry entry = store.create(project("team/app"), SECRETS);
    database.close();

    database = Database.open(config);
    store = store(database);

    assertThat(store.find(entry.project().id())).contains(entry);
    assertThat(store.find(new ProjectName("team/app"))).contains(entry);
    assertThat(store.list()).containsExactly(entry);
  }

  @Test
  void aNameBelongsToOneProject() {
    store.create(project("team/app"), SECRETS);

    assertThatExceptionOfType(ProjectConflictException.class)
        .isThrownBy(() -> store.create(project("team/app"), SECRETS))
        .withMessageContaining("team/app");
  }

  @Test
  void aRepositoryOfTheRegistryBelongsToOneProject() {
    ObjectNode body = body("team/app");
    body.withArray("/images").addObject().put("name", "server");
    store.create(ProjectJson.create(ProjectId.random(), body).project(), SECRETS);

    assertThatExceptionOfType(ProjectConflictException.class)
        .isThrownBy(() -> store.create(project("team/app/server"), SECRETS))
        .withMessageContaining("team/app/server belongs to project team/app");
    assertThat(store.list()).hasSize(1);
  }

  @Test
  void ofManyWhoCreateOneNameAtOnceOneSucceeds() throws InterruptedException {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var all =
          IntStream.range(0, 20)
              .mapToObj(_ -> threads.submit(() -> store.create(project("team/app"), SECRETS)))
              .toList();
      int created = 0;
      for (var one : all) {
        try {
          one.get();
          created++;
        } catch (ExecutionException e) {
          assertThat(e).hasCauseInstanceOf(ProjectConflictException.class);
        }
      }
      assertThat(created).isEqualTo(1);
    }
  }

  @Test
  void noneOfManyChangesAtOnceGetsLost() throws Exception {
    ProjectId id = store.create(project("team/app"), SECRETS).project().id();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var all =
          IntStream.range(0, 20)
              .mapToObj(number ->
                  threads.submit(() ->
                      store.change(
                          id,
                          entry -> {
                            ObjectNode json = ProjectJson.write(entry.project());
                            json.withArray("/labels").add("l" + number);
                            return entry.with(
                                ProjectJson.change(entry.project(), json).project(),
                                entry.secrets());
                          })))
              .toList();
      for (var one : all) {
        one.get();
      }
    }
    assertThat(store.find(id).orElseThrow().project().labels()).hasSize(20);
  }

  @Test
  void aRenameFreesTheNameAndTheRepository() {
    ProjectEntry entry = store.create(project("team/app"), SECRETS);
    store.learnHost(entry.project().id(), "git.example.com", "77");

    ProjectEntry renamed =
        store.change(
            entry.project().id(),
            old ->
                old.with(
                    ProjectJson.change(old.project(), body("team/new")).project(), old.secrets()));

    assertThat(renamed.gitHostProject()).isNull();
    assertThat(store.find(new ProjectName("team/app"))).isEmpty();
    assertThat(store.create(project("team/app"), SECRETS).project().name().value())
        .isEqualTo("team/app");
  }

  @Test
  void aDeletedProjectLeavesNothingBehind() {
    ProjectEntry entry = store.create(project("team/app"), SECRETS);

    assertThat(store.delete(entry.project().id())).isTrue();
    assertThat(store.delete(entry.project().id())).isFalse();
    assertThat(store.find(entry.project().id())).isEmpty();
    assertThat(store.create(project("team/app"), SECRETS)).isNotNull();
    assertThatExceptionOfType(UnknownProjectException.class)
        .isThrownBy(() -> store.change(entry.project().id(), one -> one));
  }

  @Test
  void theCacheSeesWhatOthersChangeAndGoesOnWhileSqlIsDown() {
    try (Database other = Database.open(config);
        CachedProjects cached = CachedProjects.start(store, Duration.ofMillis(20))) {
      assertThat(cached.all()).isEmpty();
      ProjectEntry entry = store(other).create(project("team/app"), SECRETS);
      await()
          .atMost(Duration.ofSeconds(10))
          .until(() -> cached.find(entry.project().id()).isPresent());
      store.learnHost(entry.project().id(), "git.example.com", "77");
      cached.refresh();

      database.close();

      await().atMost(Duration.ofSeconds(10)).until(() -> !cached.fresh());
      assertThat(cached.find(new ProjectName("team/app")).orElseThrow().secrets())
          .isEqualTo(SECRETS);
    }
  }

  @Test
  void whatAnotherDispatcherChangedIsFoundAtOnce() {
    try (Database other = Database.open(config);
        CachedProjects cached = CachedProjects.start(store, Duration.ofHours(1))) {
      ProjectEntry entry = store(other).create(project("team/app"), SECRETS);
      ProjectId id = entry.project().id();

      assertThat(cached.remembered(id)).isEmpty();
      assertThat(cached.find(new ProjectName("team/app"))).contains(entry);
      assertThat(cached.lookup(id)).isEqualTo(new ProjectLookup.Found(entry.project()));
      store(other).learnHost(id, "git.example.com", "77");
      assertThat(cached.find(id).orElseThrow().gitHostProject()).isEqualTo("77");
      store(other).delete(id);
      assertThat(cached.latest(id)).isEqualTo(new ProjectLookup.Deleted());
    }
  }

  @Test
  void aProjectThatWasNeverReadIsNotTakenForDeletedWhileSqlIsDown() {
    try (CachedProjects cached = CachedProjects.start(store, Duration.ofHours(1))) {
      ProjectEntry entry = store.create(project("team/app"), SECRETS);
      cached.refresh();
      ProjectId unheard = ProjectId.random();

      database.close();

      assertThat(cached.find(entry.project().id())).contains(entry);
      assertThat(cached.latest()).containsExactly(entry);
      assertThat(cached.lookup(unheard)).isEqualTo(new ProjectLookup.Unsure());
      assertThatExceptionOfType(DatabaseDownException.class).isThrownBy(() -> cached.find(unheard));
    }
  }

  private ProjectStore store(Database opened) {
    return new ProjectStore(
        opened, new Sealer(FarmKey.open(home.resolve("farm.key"))), Clock.systemUTC());
  }

  private static Project project(String name) {
    return ProjectJson.create(ProjectId.random(), body(name)).project();
  }

  private static ObjectNode body(String name) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("name", name)
        .put("gitUrl", "https://git.example.com/" + name + ".git");
  }
}
