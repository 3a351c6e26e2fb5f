package dev.hearth.protocol.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.hearth.protocol.BuildId;
import dev.hearth.protocol.BuildRecord;
import dev.hearth.protocol.LastNumber;
import dev.hearth.protocol.LeaderRecord;
import dev.hearth.protocol.ProjectId;
import dev.hearth.protocol.StopKind;
import dev.hearth.protocol.StopOrder;
import dev.hearth.protocol.WantedTag;
import dev.hearth.testing.EtcdServer;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the farm asks of etcd, against a real one with a password and tokens of two seconds. */
@Timeout(120)
class EtcdTest {
  private static final FarmKeys KEYS = new FarmKeys();
  private static EtcdServer server;
  private static KeyValues etcd;

  @BeforeAll
  static void start() {
    server = EtcdServer.withPassword("secret", "--auth-token-ttl=2");
    etcd = connect();
  }

  @AfterAll
  static void stop() {
    etcd.close();
    server.close();
  }

  private static KeyValues connect() {
    return new JetcdKeyValues(
        new EtcdConfig(List.of(server.endpoint()), EtcdServer.USER, "secret", EtcdConfig.DEADLINE));
  }

  private static Key<BuildRecord> put(BuildRecord build) {
    Key<BuildRecord> key = KEYS.build(build.id());
    assertThat(etcd.commit(Transaction.begin().ifAbsent(key).put(key, build).end())).isTrue();
    return key;
  }

  @Test
  void aTransactionIsAllOrNothing() {
    BuildRecord build = Samples.build(1);
    Key<BuildRecord> key = put(build);
    Key<LastNumber> number = KEYS.number(ProjectId.random());

    boolean again =
        etcd.commit(
            Transaction.begin().ifAbsent(key).put(key, build).put(number, new LastNumber(1)).end());

    assertThat(again).isFalse();
    assertThat(etcd.find(number)).isEmpty();
  }

  @Test
  void aChangeOfAStaleRecordIsRefused() {
    Key<BuildRecord> key = put(Samples.build(1));
    Versioned<BuildRecord> read = etcd.find(key).orElseThrow();
    BuildRecord stopping =
        read.value().stopping(new StopOrder(StopKind.CANCELLED, "ann", "", Samples.NOW));
    Transaction change = Transaction.begin().ifUnchanged(read).rewrite(read, stopping).end();

    assertThat(etcd.commit(change)).isTrue();
    assertThat(etcd.commit(change)).isFalse();
  }

  @Test
  void aTaskThatWasMadeAnewIsNotTheOldOne() {
    Key<LastNumber> key = KEYS.number(ProjectId.random());
    etcd.commit(Transaction.begin().put(key, new LastNumber(1)).end());
    long first = etcd.find(key).orElseThrow().createRevision();
    etcd.commit(Transaction.begin().put(key, new LastNumber(2)).end());
    assertThat(etcd.find(key).orElseThrow().createRevision()).isEqualTo(first);
    etcd.commit(Transaction.begin().delete(key).end());
    etcd.commit(Transaction.begin().put(key, new LastNumber(3)).end());

    assertThat(etcd.commit(Transaction.begin().ifCreatedAt(key, first).delete(key).end()))
        .isFalse();
  }

  @Test
  void aListOfThousandsComesWhole() {
    FarmKeys own = new FarmKeys("/list");
    ProjectId project = ProjectId.random();
    for (int from = 0; from < 2500; from += 100) {
      Transaction.Builder change = Transaction.begin();
      for (int i = from; i < from + 100; i++) {
        change.put(own.tag(project, "app", "t%04d".formatted(i)), tag(i));
      }
      etcd.commit(change.end());
    }

    Listing<WantedTag> all = etcd.list(own.tags(project));

    assertThat(all.entries()).hasSize(2500).isSortedAccordingTo(byPath());
  }

  private static Comparator<Versioned<WantedTag>> byPath() {
    return Comparator.comparing(entry -> entry.key().path());
  }

  private static WantedTag tag(int number) {
    return new WantedTag(
        "team/app", "t" + number, "sha256:1", Samples.COMMIT, "", 0, BuildId.next(), Samples.NOW);
  }

  @Test
  void aMirrorSeesWhatComesChangesAndGoes() throws InterruptedException {
    FarmKeys own = new FarmKeys("/mirror");
    ProjectId project = ProjectId.random();
    try (Mirror<WantedTag> mirror = Mirror.start(etcd, own.tags(project))) {
      assertThat(mirror.awaitReady(Duration.ofSeconds(10))).isTrue();
      Key<WantedTag> key = own.tag(project, "app", "one");
      etcd.commit(Transaction.begin().put(key, tag(1)).end());
      await().until(() -> mirror.size() == 1);
      etcd.commit(Transaction.begin().put(key, tag(2)).end());
      await().until(() -> mirror.find(key).orElseThrow().value().tag().equals("t2"));
      etcd.commit(Transaction.begin().delete(key).end());
      await().until(() -> mirror.size() == 0);
    }
  }

  @Test
  void aMirrorAndALeaseSurviveARestartCompactionAndExpiredTokens() throws Exception {
    FarmKeys own = new FarmKeys("/restart");
    ProjectId project = ProjectId.random();
    AtomicBoolean lost = new AtomicBoolean();
    try (HeldLease lease = HeldLease.grant(etcd, Duration.ofSeconds(10), () -> lost.set(true));
        Mirror<WantedTag> mirror = Mirror.start(etcd, own.tags(project))) {
      Key<WantedTag> leased = own.tag(project, "app", "leased");
      etcd.commit(Transaction.begin().put(leased, tag(0), lease.id()).end());
      await().until(() -> mirror.size() == 1);

      server.stop();
      assertThatThrownBy(() -> etcd.find(leased)).isInstanceOf(EtcdUnavailableException.class);
      server.start();
      try (KeyValues other = connect()) {
        await()
            .ignoreException(EtcdUnavailableException.class)
            .until(() -> other.find(leased).isPresent());
        for (int i = 0; i < 20; i++) {
          other.commit(Transaction.begin().put(own.tag(project, "app", "t" + i), tag(i)).end());
        }
        other.commit(Transaction.begin().delete(own.tag(project, "app", "t3")).end());
        other.compact(other.revision());
      }

      await().atMost(Duration.ofSeconds(30)).until(() -> mirror.size() == 20);
      await()
          .pollDelay(Duration.ofSeconds(12))
          .atMost(Duration.ofSeconds(20))
          .until(() -> lease.remaining().compareTo(Duration.ofSeconds(4)) > 0);
      etcd.commit(Transaction.begin().put(own.tag(project, "app", "late"), tag(99)).end());
      await().until(() -> mirror.size() == 21);
      assertThat(lost).isFalse();
      assertThat(etcd.find(leased)).isPresent();
    }
  }

  @Test
  void aLeaseThatIsGoneIsTold() {
    AtomicBoolean lost = new AtomicBoolean();
    HeldLease lease = HeldLease.grant(etcd, Duration.ofSeconds(3), () -> lost.set(true));

    etcd.revokeLease(lease.id());

    await().untilTrue(lost);
    assertThat(lease.remaining()).isZero();
  }

  @Test
  void aLeaseKnowsThatEtcdWasAwayAlsoWhereItOutlivesThat() throws Exception {
    Duration ttl = Duration.ofSeconds(10);
    try (HeldLease lease = HeldLease.grant(etcd, ttl, () -> {})) {
      await().until(() -> lease.steady().compareTo(Duration.ofSeconds(1)) > 0);
      long away = System.nanoTime();
      server.pause();
      try {
        await().until(() -> lease.steady().isZero());
        assertThat(lease.remaining()).isPositive();
      } finally {
        server.unpause();
      }
      await().until(() -> lease.steady().isPositive());
      assertThat(lease.steady()).isLessThan(Duration.ofNanos(System.nanoTime() - away));
      assertThat(lease.isGone()).isFalse();
    }
  }

  @Test
  void oneLeadsAndTheNextFollowsWithANewFence() {
    Key<LeaderRecord> key = new FarmKeys("/election").leader();
    Duration ttl = Duration.ofSeconds(5);
    Leadership first = Leadership.campaign(etcd, key, "first", ttl, Clock.systemUTC());
    await().until(() -> first.fence().isPresent());
    Fence old = first.fence().orElseThrow();
    try (Leadership second = Leadership.campaign(etcd, key, "second", ttl, Clock.systemUTC())) {
      assertThat(second.fence()).isEmpty();

      first.close();

      await().until(() -> second.fence().isPresent());
      Key<LastNumber> number = KEYS.number(ProjectId.random());
      Transaction byOld = Transaction.begin().ifLeader(old).put(number, new LastNumber(1)).end();
      Transaction byNew =
          Transaction.begin()
              .ifLeader(second.fence().orElseThrow())
              .put(number, new LastNumber(2))
              .end();
      assertThat(etcd.commit(byOld)).isFalse();
      assertThat(etcd.commit(byNew)).isTrue();
    }
  }

  @Test
  void anEtcdThatHangsIsUnavailableWithinTheDeadlineAndTheTransactionIsFoundOutAfterwards()
      throws Exception {
    Key<LastNumber> key = KEYS.number(ProjectId.random());
    Transaction change = Transaction.begin().ifAbsent(key).put(key, new LastNumber(5)).end();
    server.pause();
    Future<Boolean> fate;
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      try {
        assertThatThrownBy(() -> etcd.find(key)).isInstanceOf(EtcdUnavailableException.class);
        fate = executor.submit(() -> etcd.commit(change));
      } finally {
        server.unpause();
      }
      assertThat(fate.get(20, TimeUnit.SECONDS)).isTrue();
      assertThat(etcd.find(key).orElseThrow().value().last()).isEqualTo(5);
    }
  }

  @Test
  void healthTellsTheSizeOfTheDatabase() {
    EtcdHealth health = etcd.health();

    assertThat(health.databaseBytes()).isPositive();
    assertThat(health.alarms()).isEmpty();
  }
}
