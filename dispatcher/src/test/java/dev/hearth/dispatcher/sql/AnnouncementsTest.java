package dev.hearth.dispatcher.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.hearth.dispatcher.RefusedException;
import dev.hearth.dispatcher.announcements.Announcement;
import dev.hearth.dispatcher.announcements.Notice;
import dev.hearth.dispatcher.announcements.Severity;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Announcements in both kinds of database, as two dispatchers see them. */
@Timeout(120)
@ParameterizedClass
@EnumSource
@ExtendWith(Databases.Extension.class)
class AnnouncementsTest {
  private static final Notice NOTICE =
      new Notice(
          "etcd is upgraded",
          Severity.WARNING,
          true,
          Instant.parse("2026-01-02T03:04:05Z"),
          Instant.parse("2026-01-02T04:04:05.678Z"));

  private final Databases.Kind kind;
  @TempDir Path home;
  private Database database;
  private Announcements one;
  private Announcements other;

  AnnouncementsTest(Databases.Kind kind) {
    this.kind = kind;
  }

  @BeforeEach
  void open(Databases databases) {
    database = Database.open(databases.fresh(kind, home));
    one = Announcements.start(database, Duration.ofHours(1), Clock.systemUTC());
    other = Announcements.start(database, Duration.ofMillis(20), Clock.systemUTC());
  }

  @AfterEach
  void close() {
    one.close();
    other.close();
    database.close();
  }

  @Test
  void whatOnePutsUpChangesAndRemovesTheOtherSees() {
    Announcement made = one.add(NOTICE, "ann");
    assertThat(one.all()).containsExactly(made);
    await().untilAsserted(() -> assertThat(other.all()).containsExactly(made));

    Notice after = new Notice("it is done", Severity.INFO, false, null, null);
    Announcements.Changed changed = one.change(made.id(), _ -> after).orElseThrow();
    assertThat(changed.before()).isEqualTo(made);
    assertThat(one.all()).containsExactly(changed.after());
    await().untilAsserted(() -> assertThat(other.all()).containsExactly(changed.after()));

    assertThat(one.remove(made.id())).contains(changed.after());
    assertThat(one.all()).isEmpty();
    await().untilAsserted(() -> assertThat(other.all()).isEmpty());
    assertThat(one.remove(made.id())).isEmpty();
    assertThat(one.change(made.id(), before -> before)).isEmpty();
  }

  @Test
  void thereAreNotVeryMany() {
    for (int i = 0; i < 20; i++) {
      one.add(NOTICE, "ann");
    }
    assertThatThrownBy(() -> one.add(NOTICE, "ann"))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("20");
    assertThat(one.all()).hasSize(20);
  }

  @Test
  void whileTheDatabaseIsAwayThoseThatWereReadLastStay() {
    Announcement made = one.add(NOTICE, "ann");
    await().untilAsserted(() -> assertThat(other.all()).containsExactly(made));
    database.close();
    assertThatThrownBy(() -> other.add(NOTICE, "ann")).isInstanceOf(RuntimeException.class);
    assertThat(other.all()).containsExactly(made);
  }
}
