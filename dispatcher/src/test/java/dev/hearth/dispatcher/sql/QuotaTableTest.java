package dev.hearth.dispatcher.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.hearth.dispatcher.quotas.Holder;
import dev.hearth.dispatcher.quotas.Quota;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Quotas in both kinds of database, as two dispatchers see them. */
@Timeout(120)
@ParameterizedClass
@EnumSource
@ExtendWith(Databases.Extension.class)
class QuotaTableTest {
  private static final Quota TEAM = new Quota(new Holder.Group("team/web"), 3, null);
  private static final Quota ADA = new Quota(new Holder.User("ada"), null, 0);

  private final Databases.Kind kind;
  @TempDir Path home;
  private Database database;
  private QuotaTable one;
  private QuotaTable other;

  QuotaTableTest(Databases.Kind kind) {
    this.kind = kind;
  }

  @BeforeEach
  void open(Databases databases) {
    database = Database.open(databases.fresh(kind, home));
    one = QuotaTable.start(database, Duration.ofHours(1));
    other = QuotaTable.start(database, Duration.ofMillis(20));
  }

  @AfterEach
  void close() {
    one.close();
    other.close();
    database.close();
  }

  @Test
  void whatOneSetsAndRemovesTheOtherSees() {
    assertThat(one.set(ADA)).isEmpty();
    assertThat(one.set(TEAM)).isEmpty();
    assertThat(one.quotas().all()).containsExactly(TEAM, ADA);
    await().untilAsserted(() -> assertThat(other.quotas().all()).containsExactly(TEAM, ADA));

    Quota lower = new Quota(TEAM.holder(), null, 7);
    assertThat(one.set(lower)).contains(TEAM);
    await().untilAsserted(() -> assertThat(other.quotas().all()).containsExactly(lower, ADA));

    assertThat(one.remove(ADA.holder())).contains(ADA);
    assertThat(one.remove(ADA.holder())).isEmpty();
    assertThat(one.quotas().all()).containsExactly(lower);
  }

  @Test
  void whileTheDatabaseIsAwayThoseThatWereReadLastHold() {
    one.set(TEAM);
    await().untilAsserted(() -> assertThat(other.quotas().all()).containsExactly(TEAM));
    database.close();
    assertThatThrownBy(() -> other.set(ADA)).isInstanceOf(RuntimeException.class);
    assertThat(other.quotas().all()).containsExactly(TEAM);
  }
}
