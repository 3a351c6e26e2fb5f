package dev.hearth.dispatcher.sql;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.hearth.dispatcher.projects.Project;
import dev.hearth.dispatcher.projects.ProjectJson;
import dev.hearth.dispatcher.projects.ProjectSecrets;
import dev.hearth.dispatcher.secrets.FarmKey;
import dev.hearth.dispatcher.secrets.Sealer;
import dev.hearth.protocol.BuildId;
import dev.hearth.protocol.Commit;
import dev.hearth.protocol.ProjectId;
import dev.hearth.protocol.SameBuild;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
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
class LedgersTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");
  private static final ProjectId PROJECT = ProjectId.random();
  private static final Commit ONE = new Commit("1".repeat(40));
  private static final Commit TWO = new Commit("2".repeat(40));

  private final Databases.Kind kind;
  @TempDir Path home;
  private Database database;

  LedgersTest(Databases.Kind kind) {
    this.kind = kind;
  }

  @BeforeEach
  void open(Databases databases) {
    database = Database.open(databases.fresh(kind, home));
  }

  @AfterEach
  void close() {
    database.close();
  }

  private static DeliveryEntry built(String delivery, SameBuild build) {
    return DeliveryEntry.of(
        PROJECT,
        "gitlab",
        delivery,
        "refs/heads/main",
        ONE.value(),
        Decision.BUILT,
        "",
        List.of(build),
        NOW);
  }

  @Test
  void theFirstBuildOfADeliveryIsFoundAndPagesFollowEachOther() {
    DeliveryLedger ledger = new DeliveryLedger(database);
    SameBuild first = new SameBuild(BuildId.next(), 1);
    DeliveryEntry one = built("d1", first);
    DeliveryEntry two = built("d1", new SameBuild(BuildId.next(), 2));
    DeliveryEntry stranger =
        DeliveryEntry.ofNobody("github", "", "", Decision.REFUSED, "a wrong secret", NOW);
    ledger.record(List.of(one, two, stranger));
    ledger.record(List.of(one));

    assertThat(ledger.build(PROJECT, "d1")).contains(first);
    assertThat(ledger.build(ProjectId.random(), "d1")).isEmpty();
    assertThat(ledger.list(new DeliveryQuery(null, null, null, null, null, null, 10)))
        .containsExactly(stranger, two, one);
    assertThat(ledger.list(new DeliveryQuery(PROJECT, "built", "main", "11", "d1", two.id(), 10)))
        .containsExactly(one);
    assertThat(ledger.forget(NOW.plusSeconds(1))).isEqualTo(3);
  }

  @Test
  void aBaselineIsKeptMovedAndForgottenWithItsProject() {
    ProjectStore store =
        new ProjectStore(
            database, new Sealer(FarmKey.open(home.resolve("farm.key"))), Clock.systemUTC());
    Project project =
        ProjectJson.create(
                PROJECT,
                JsonNodeFactory.instance
                    .objectNode()
                    .put("name", "team/app")
                    .put("gitUrl", "https://git.example/team/app.git"))
            .project();
    store.create(project, new ProjectSecrets(List.of(ProjectSecrets.randomHookSecret()), null));
    Baselines baselines = new Baselines(database);

    assertThat(baselines.find(PROJECT)).isEqualTo(Baseline.NONE);
    baselines.tell(PROJECT, "the host is away");
    assertThat(baselines.find(PROJECT)).isEqualTo(new Baseline("", "the host is away", Map.of()));
    baselines.take(PROJECT, "git.example/team/app", Map.of("refs/heads/main", ONE), NOW);
    baselines.move(PROJECT, Map.of("refs/heads/main", TWO, "refs/heads/dev", ONE), NOW);
    assertThat(baselines.find(PROJECT))
        .isEqualTo(
            new Baseline(
                "git.example/team/app",
                "",
                Map.of(
                    "refs/heads/main",
                    new KnownHead(TWO, NOW),
                    "refs/heads/dev",
                    new KnownHead(ONE, NOW))));

    store.delete(PROJECT);
    assertThat(baselines.find(PROJECT)).isEqualTo(Baseline.NONE);
    baselines.take(PROJECT, "git.example/team/app", Map.of("refs/heads/main", ONE), NOW);
    assertThat(baselines.find(PROJECT)).as("of a deleted project").isEqualTo(Baseline.NONE);
  }
}
