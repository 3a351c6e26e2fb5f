package dev.hearth.dispatcher.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.hearth.dispatcher.DispatcherConfig;
import dev.hearth.dispatcher.logs.DirectoryLogStore;
import dev.hearth.dispatcher.people.Scope;
import dev.hearth.dispatcher.projects.Project;
import dev.hearth.dispatcher.projects.ProjectJson;
import dev.hearth.dispatcher.projects.ProjectSecrets;
import dev.hearth.dispatcher.projects.Secret;
import dev.hearth.dispatcher.secrets.AdminToken;
import dev.hearth.dispatcher.secrets.FarmHookSecret;
import dev.hearth.dispatcher.secrets.FarmKey;
import dev.hearth.dispatcher.secrets.Sealer;
import dev.hearth.dispatcher.sql.AccessTokens;
import dev.hearth.dispatcher.sql.BuildArchive;
import dev.hearth.dispatcher.sql.Database;
import dev.hearth.dispatcher.sql.Dump;
import dev.hearth.dispatcher.sql.PeopleStore;
import dev.hearth.dispatcher.sql.ProjectEntry;
import dev.hearth.dispatcher.sql.ProjectStore;
import dev.hearth.dispatcher.sql.UnderWayBuilds;
import dev.hearth.protocol.AttemptId;
import dev.hearth.protocol.BuildId;
import dev.hearth.protocol.BuildRecord;
import dev.hearth.protocol.BuildRequest;
import dev.hearth.protocol.BuildState;
import dev.hearth.protocol.Cause;
import dev.hearth.protocol.Commit;
import dev.hearth.protocol.ProjectId;
import dev.hearth.testing.FreePort;
import dev.hearth.testing.PostgresServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class BackupTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");

  /** Before hosts could join, and people. */
  private static final Set<String> TABLES_OF_6 =
      Set.of(
          "settings",
          "projects",
          "image_repositories",
          "project_secrets",
          "builds",
          "tags",
          "deliveries",
          "agent_keys",
          "delivery_ledger",
          "baselines",
          "baseline_heads",
          "under_way");

  private static final Secret PASSWORD = new Secret("a good password");

  @TempDir Path scratch;
  private Path file;
  private Map<String, String> settings;
  private Project project;
  private BuildRecord finished;
  private BuildRecord underWay;
  private AttemptId attempt;
  private ProjectSecrets secrets;

  /** A farm with a project, a finished build with its log, and one that is under way. */
  @BeforeEach
  void farm() throws IOException {
    file = scratch.resolve("farm.tar.gz");
    Path home = Files.createDirectory(scratch.resolve("home"));
    settings = settings(home);
    AdminToken.open(home.resolve("admin-token"));
    FarmHookSecret.open(home.resolve("hook-secret"));
    project =
        ProjectJson.create(
                ProjectId.random(),
                JsonNodeFactory.instance
                    .objectNode()
                    .put("name", "team/app")
                    .put("gitUrl", "https://git.example/team/app.git"))
            .project();
    secrets = new ProjectSecrets(List.of(ProjectSecrets.randomHookSecret()), null);
    finished = build(1).in(new BuildState.Lost(NOW, 3, "gone"));
    underWay = build(2);
    attempt = new AttemptId(finished.id(), 1);
    try (Database database = Database.open(DispatcherConfig.of(settings).database())) {
      store(home, database).create(project, secrets);
      new BuildArchive(database).insertIfAbsent(finished);
      new UnderWayBuilds(database).add(List.of(underWay));
      var ada = new PeopleStore(database, Clock.systemUTC()).add("ada", "", "", true, PASSWORD);
      new AccessTokens(database, Clock.systemUTC())
          .make(ada.id(), "ci", Set.of(Scope.API), Duration.ofDays(1));
    }
    logs(home).append(attempt, 0, "what it printed\n".getBytes(StandardCharsets.UTF_8));
  }

  private static Map<String, String> settings(Path home) {
    Map<String, String> settings = new HashMap<>();
    settings.put("HEARTH_HOME", home.toString());
    settings.put("HEARTH_DISPATCHER_PORT", String.valueOf(FreePort.pick()));
    settings.put("HEARTH_TOKEN", "never-to-be-kept");
    return settings;
  }

  private static ProjectStore store(Path home, Database database) {
    return new ProjectStore(
        database, new Sealer(FarmKey.open(home.resolve("farm.key"))), Clock.systemUTC());
  }

  private static DirectoryLogStore logs(Path home) {
    return new DirectoryLogStore(home.resolve("logs"), DirectoryLogStore.DEFAULT_BOUND);
  }

  private BuildRecord build(long number) {
    BuildRequest request =
        new BuildRequest(
            project.id(),
            project.name(),
            number,
            "refs/heads/main",
            new Commit("1".repeat(40)),
            null,
            Cause.PUSH,
            number,
            List.of(),
            true,
            "ann's \"push\"",
            null,
            NOW);
    return BuildRecord.queued(BuildId.next(), request, NOW);
  }

  private Manifest backup(boolean withLogs) {
    return new Backup(DispatcherConfig.of(settings), settings, "1.2.3", Clock.systemUTC())
        .write(file, withLogs);
  }

  private static Manifest restore(Path file, Map<String, String> settings, boolean force) {
    return new Restore(DispatcherConfig.of(settings)).read(file, force);
  }

  private void assertWhole(Path home, Map<String, String> restored) throws IOException {
    try (Database database = Database.open(DispatcherConfig.of(restored).database())) {
      ProjectEntry entry = store(home, database).find(project.id()).orElseThrow();
      assertThat(entry.project()).isEqualTo(project);
      assertThat(entry.secrets().hookSecrets().getFirst().reveal())
          .isEqualTo(secrets.hookSecrets().getFirst().reveal());
      assertThat(new BuildArchive(database).find(finished.id())).contains(finished);
      assertThat(new BuildArchive(database).lastNumber(project.id())).isEqualTo(2);
    }
    for (String secret : List.of("farm.key", "admin-token", "hook-secret")) {
      assertThat(home.resolve(secret)).hasSameTextualContentAs(scratch.resolve("home/" + secret));
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve(secret))))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void whatWasBackedUpIsWhatIsRestored() throws IOException {
    Manifest written = backup(true);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(written.underWay()).hasSize(1);
    assertThat(written.underWay().getFirst()).startsWith("team/app#2 of main");
    assertThat(written.settings()).containsKey("HEARTH_HOME").doesNotContainKey("HEARTH_TOKEN");

    Path home = scratch.resolve("other");
    Map<String, String> other = settings(home);
    assertThat(restore(file, other, false)).isEqualTo(written);

    assertWhole(home, other);
    try (Database database = Database.open(DispatcherConfig.of(other).database())) {
      assertThat(new PeopleStore(database, Clock.systemUTC()).logIn("ada", PASSWORD)).isPresent();
    }
    assertThat(new String(logs(home).read(attempt, 0, 100), StandardCharsets.UTF_8))
        .isEqualTo("what it printed\n");
  }

  @Test
  void aBackupOfSqliteGoesIntoPostgresAndBack() throws IOException {
    backup(false);
    Path home = scratch.resolve("postgres");
    try (PostgresServer server = PostgresServer.launch()) {
      Map<String, String> postgres = settings(home);
      postgres.put("HEARTH_DATABASE", server.url());
      postgres.put("HEARTH_DATABASE_USER", PostgresServer.USER);
      postgres.put(
          "HEARTH_DATABASE_PASSWORD_FILE",
          Files.writeString(scratch.resolve("password"), PostgresServer.PASSWORD).toString());
      restore(file, postgres, false);
      assertWhole(home, postgres);

      Path back = scratch.resolve("back.tar.gz");
      new Backup(DispatcherConfig.of(postgres), postgres, "1.2.3", Clock.systemUTC())
          .write(back, true);
      Path third = scratch.resolve("third");
      Map<String, String> sqlite = settings(third);
      restore(back, sqlite, false);
      assertWhole(third, sqlite);
      assertThat(logs(third).length(attempt)).as("left out").isZero();
    }
  }

  @Test
  void aFarmThatIsThereIsNotOverwrittenUnlessSomebodySaysSo() throws IOException {
    backup(true);
    assertThatThrownBy(() -> restore(file, settings, false))
        .isInstanceOf(BackupException.class)
        .hasMessageContaining("there is a farm");
    assertThatThrownBy(() -> backup(true)).hasMessageContaining("is there already");

    restore(file, settings, true);
    assertWhole(scratch.resolve("home"), settings);
  }

  @Test
  void aBackupOfAnEarlierProgramIsBroughtUpToDate() throws IOException {
    int newest = backup(true).schema();
    OtherSchema.write(file, scratch.resolve("earlier"), 6, TABLES_OF_6::contains);

    Path home = scratch.resolve("other");
    Map<String, String> other = settings(home);
    restore(scratch.resolve("earlier"), other, false);

    assertWhole(home, other);
    try (Database database = Database.open(DispatcherConfig.of(other).database())) {
      assertThat(Dump.schema(database)).isEqualTo(newest);
    }
    assertThatThrownBy(() -> restore(scratch.resolve("earlier"), other, true))
        .hasMessageContaining("set HEARTH_HOME and HEARTH_DATABASE to empty ones");
  }

  @Test
  void aBackupOfALaterProgramIsRefused() throws IOException {
    backup(true);
    OtherSchema.write(file, scratch.resolve("later"), 1000, _ -> true);

    assertThatThrownBy(
            () -> restore(scratch.resolve("later"), settings(scratch.resolve("other")), false))
        .hasMessageContaining("which this program does not know; restore it with hearth 1.2.3");
  }

  @Test
  void aDamagedBackupChangesNothing() throws IOException {
    backup(true);
    byte[] whole = Files.readAllBytes(file);
    Path cut = Files.write(scratch.resolve("cut"), Arrays.copyOf(whole, whole.length / 2));
    Map<String, String> other = settings(scratch.resolve("other"));

    assertThatThrownBy(() -> restore(cut, other, false)).isInstanceOf(BackupException.class);
    assertThat(scratch.resolve("other")).doesNotExist();
  }

  @Test
  void nothingIsRestoredUnderARunningDispatcher() throws IOException {
    backup(true);
    Map<String, String> other = settings(scratch.resolve("other"));
    int port = Integer.parseInt(other.getOrDefault("HEARTH_DISPATCHER_PORT", ""));
    try (ServerSocket _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(() -> restore(file, other, false))
          .hasMessageContaining("stop the farm's dispatchers first");
    }
  }
}
