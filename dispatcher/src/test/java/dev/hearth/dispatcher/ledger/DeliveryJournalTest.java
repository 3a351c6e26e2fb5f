package dev.hearth.dispatcher.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hearth.dispatcher.sql.Database;
import dev.hearth.dispatcher.sql.DatabaseConfig;
import dev.hearth.dispatcher.sql.Decision;
import dev.hearth.dispatcher.sql.DeliveryEntry;
import dev.hearth.dispatcher.sql.DeliveryLedger;
import dev.hearth.dispatcher.sql.DeliveryQuery;
import dev.hearth.protocol.BuildId;
import dev.hearth.protocol.ProjectId;
import dev.hearth.protocol.SameBuild;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(90)
class DeliveryJournalTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");
  private static final ProjectId PROJECT = ProjectId.random();

  @TempDir Path home;
  private Database database;
  private DeliveryLedger ledger;

  @BeforeEach
  void open() {
    database = Database.open(DatabaseConfig.in(home));
    ledger = new DeliveryLedger(database);
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
        "a".repeat(40),
        Decision.BUILT,
        "",
        List.of(build),
        NOW);
  }

  private static DeliveryEntry refused(Instant at) {
    return DeliveryEntry.ofNobody("gitlab", "", "", Decision.REFUSED, "a wrong secret", at);
  }

  private List<DeliveryEntry> all(@Nullable ProjectId project) {
    return ledger.list(new DeliveryQuery(project, null, null, null, null, null, 1000));
  }

  @Test
  void aDeliveryIsWrittenSoonAndFindsItsBuildAgain() {
    SameBuild first = new SameBuild(BuildId.next(), 1);
    DeliveryEntry entry = built("d1", first);
    try (DeliveryJournal journal = DeliveryJournal.start(ledger, Clock.systemUTC())) {
      journal.accept(entry);
      journal.accept(built("d1", new SameBuild(BuildId.next(), 2)));
      await().atMost(10, TimeUnit.SECONDS).until(() -> all(PROJECT).size() == 2);
    }
    assertThat(all(PROJECT)).contains(entry);
    assertThat(ledger.build(PROJECT, "d1")).contains(first);
    assertThat(ledger.build(ProjectId.random(), "d1")).isEmpty();
    assertThat(ledger.forget(NOW.plusSeconds(1))).isEqualTo(2);
  }

  @Test
  void whatWasNotWrittenYetIsWrittenAtTheEnd() {
    try (DeliveryJournal journal = DeliveryJournal.start(ledger, Clock.systemUTC())) {
      for (int i = 0; i < 1200; i++) {
        journal.accept(built("d" + i, new SameBuild(BuildId.next(), i)));
      }
    }
    assertThat(ledger.list(new DeliveryQuery(PROJECT, null, null, null, null, null, 2000)))
        .hasSize(1200);
  }

  @Test
  void entriesWaitWhileTheDatabaseCannotBeWritten() throws Exception {
    try (Connection other = DriverManager.getConnection(DatabaseConfig.in(home).url());
        Statement statement = other.createStatement();
        DeliveryJournal journal = DeliveryJournal.start(ledger, Clock.systemUTC())) {
      statement.execute("alter table delivery_ledger rename to elsewhere");
      journal.accept(built("d1", new SameBuild(BuildId.next(), 1)));
      await().atMost(10, TimeUnit.SECONDS).until(() -> journal.waiting() == 0);
      journal.accept(built("d2", new SameBuild(BuildId.next(), 2)));
      await().during(1500, TimeUnit.MILLISECONDS).until(() -> journal.waiting() == 1);

      statement.execute("alter table elsewhere rename to delivery_ledger");
      await().atMost(20, TimeUnit.SECONDS).until(() -> all(PROJECT).size() == 2);
      assertThat(journal.dropped()).isZero();
    }
  }

  @Test
  void strangersFillTenEntriesAMinuteAndAreCountedBeyond() {
    StrangerBound bound = new StrangerBound();
    long kept =
        IntStream.range(0, 5000)
            .filter(i -> bound.take(refused(NOW.plusMillis(i))).isPresent())
            .count();

    assertThat(kept).isEqualTo(10);
    assertThat(bound.over(NOW.plusSeconds(59))).isEmpty();
    List<DeliveryEntry> sums = bound.over(NOW.plusSeconds(61));
    assertThat(sums).hasSize(1);
    assertThat(sums.getFirst().count()).isEqualTo(4990);
    assertThat(bound.over(NOW.plusSeconds(200))).isEmpty();
    assertThat(bound.take(refused(NOW.plusSeconds(200)))).isPresent();
    assertThat(bound.take(built("d1", new SameBuild(BuildId.next(), 1)))).isPresent();
  }
}
