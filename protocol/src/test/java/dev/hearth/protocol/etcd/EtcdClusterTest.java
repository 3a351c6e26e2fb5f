package dev.hearth.protocol.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hearth.protocol.LastNumber;
import dev.hearth.protocol.LeaderRecord;
import dev.hearth.protocol.ProjectId;
import dev.hearth.testing.EtcdCluster;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What holds while members of a real etcd of three die, freeze and come back. */
@Timeout(180)
class EtcdClusterTest {
  /** Some times what a machine takes that has nothing else to do. */
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(20);

  private static EtcdCluster cluster;
  private static KeyValues etcd;

  @BeforeAll
  static void start() {
    cluster = EtcdCluster.start();
    etcd = connect();
  }

  @AfterAll
  static void stop() {
    etcd.close();
    cluster.close();
  }

  private static KeyValues connect() {
    return new JetcdKeyValues(new EtcdConfig(cluster.endpoints(), null, null, EtcdConfig.DEADLINE));
  }

  @Test
  void anyMemberMayDieAndComeBackWhileAWriterGoesOn() throws Exception {
    FarmKeys own = new FarmKeys("/dying");
    AtomicBoolean lost = new AtomicBoolean();
    Key<LeaderRecord> leaderKey = own.leader();
    Duration ttl = Duration.ofSeconds(10);
    try (KeyValues other = connect();
        CountingWriter writer = CountingWriter.start(etcd, own);
        HeldLease lease = HeldLease.grant(other, ttl, () -> lost.set(true));
        Leadership leadership =
            Leadership.campaign(other, leaderKey, "one", ttl, Clock.systemUTC());
        Mirror<LastNumber> mirror = Mirror.start(other, writer.written())) {
      await().atMost(LONGEST_PAUSE).until(() -> leadership.fence().isPresent());
      Fence fence = leadership.fence().orElseThrow();
      for (int kill = 0; kill < 3; kill++) {
        int leader = cluster.leader();
        int member = kill == 0 ? (leader + 1) % 3 : leader;
        cluster.stop(member);
        writer.awaitMore(20);
        cluster.start(member);
        writer.awaitMore(20);
      }

      writer.stop();
      assertThat(writer.lost(etcd)).isEmpty();
      await().atMost(LONGEST_PAUSE).until(() -> mirror.size() == writer.count());
      assertThat(lost).isFalse();
      assertThat(lease.remaining()).isPositive();
      assertThat(leadership.fence()).contains(fence);
      assertThat(writer.longestPause()).isLessThan(LONGEST_PAUSE);
      System.out.println("longest pause of a writer while members died: " + writer.longestPause());
    }
  }

  @Test
  void aMemberThatFreezesIsPassedOver() throws Exception {
    FarmKeys own = new FarmKeys("/frozen");
    try (CountingWriter writer = CountingWriter.start(etcd, own);
        KeyValues other = connect();
        Mirror<LastNumber> mirror = Mirror.start(other, writer.written())) {
      for (int member = 0; member < 3; member++) {
        cluster.pause(member);
        try {
          writer.awaitMore(20);
          int written = writer.count();
          await().atMost(LONGEST_PAUSE).until(() -> mirror.size() >= written);
        } finally {
          cluster.unpause(member);
        }
      }
      writer.stop();
      assertThat(writer.lost(etcd)).isEmpty();
      assertThat(writer.longestPause()).isLessThan(LONGEST_PAUSE);
      System.out.println("longest pause of a writer while members froze: " + writer.longestPause());
    }
  }

  @Test
  void aClientStartsWhileAnyMemberIsDown() {
    Key<LastNumber> key = new FarmKeys("/starting").number(ProjectId.random());
    etcd.commit(Transaction.begin().put(key, new LastNumber(7)).end());
    int down = (cluster.leader() + 1) % 3;
    cluster.stop(down);
    try {
      for (int client = 0; client < 6; client++) {
        try (KeyValues fresh = connect()) {
          assertThat(fresh.find(key).orElseThrow().value().last()).isEqualTo(7);
        }
      }
    } finally {
      cluster.start(down);
    }
  }

  @Test
  void eachMemberIsCompactedAndDefragmentedInUse() throws Exception {
    FarmKeys own = new FarmKeys("/chores");
    try (CountingWriter writer = CountingWriter.start(etcd, own);
        Mirror<LastNumber> mirror = Mirror.start(etcd, writer.written())) {
      for (int member = 0; member < 3; member++) {
        writer.awaitMore(50);
        etcd.compact(etcd.revision());
        cluster.defragment(member);
      }
      writer.awaitMore(20);
      writer.stop();

      assertThat(writer.lost(etcd)).isEmpty();
      await().atMost(LONGEST_PAUSE).until(() -> mirror.size() == writer.count());
    }
  }
}
