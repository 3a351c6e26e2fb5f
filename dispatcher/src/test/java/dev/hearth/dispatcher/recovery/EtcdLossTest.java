package dev.hearth.dispatcher.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.hearth.dispatcher.projects.Project;
import dev.hearth.dispatcher.projects.ProjectJson;
import dev.hearth.dispatcher.queue.Acceptance;
import dev.hearth.dispatcher.queue.BuildQueue;
import dev.hearth.dispatcher.queue.RemoteRefs;
import dev.hearth.dispatcher.queue.Submission;
import dev.hearth.dispatcher.sql.BuildArchive;
import dev.hearth.dispatcher.sql.Database;
import dev.hearth.dispatcher.sql.DatabaseConfig;
import dev.hearth.dispatcher.sql.EtcdUse;
import dev.hearth.dispatcher.sql.UnderWayBuilds;
import dev.hearth.protocol.BuildId;
import dev.hearth.protocol.BuildRecord;
import dev.hearth.protocol.BuildState;
import dev.hearth.protocol.Cause;
import dev.hearth.protocol.Commit;
import dev.hearth.protocol.LeaderRecord;
import dev.hearth.protocol.ProjectId;
import dev.hearth.protocol.PublishedImage;
import dev.hearth.protocol.etcd.FarmKeys;
import dev.hearth.protocol.etcd.Fence;
import dev.hearth.protocol.etcd.KeyValues;
import dev.hearth.protocol.etcd.ModelEtcd;
import dev.hearth.protocol.etcd.ModelFaults;
import dev.hearth.protocol.etcd.ModelKeyValues;
import dev.hearth.protocol.etcd.Transaction;
import dev.hearth.protocol.etcd.Versioned;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class EtcdLossTest {
  private static final Clock CLOCK = Clock.systemUTC();

  private final FarmKeys keys = new FarmKeys();
  private final Project project =
      ProjectJson.create(
              ProjectId.random(),
              JsonNodeFactory.instance
                  .objectNode()
                  .put("name", "team/app")
                  .put("gitUrl", "https://git.example/team/app.git"))
          .project();
  @TempDir Path home;
  private Database database;
  private BuildArchive archive;
  private UnderWayBuilds copies;

  /** One etcd, with all that a dispatcher has for it. */
  private final class Farm {
    final KeyValues etcd = new ModelKeyValues(new ModelEtcd(CLOCK), ModelFaults.NONE);
    final Fence fence;
    final BuildQueue queue;
    final EtcdLoss losses;

    Farm() {
      etcd.commit(
          Transaction.begin()
              .put(keys.leader(), new LeaderRecord("dispatcher", Instant.now()))
              .end());
      fence = new Fence(keys.leader(), etcd.find(keys.leader()).orElseThrow().createRevision());
      queue = new BuildQueue(etcd, keys, this::builds, EtcdLossTest::noRefs, archive, CLOCK);
      losses =
          new EtcdLoss(
              etcd, keys, this::builds, copies, archive, new EtcdUse(database), "the-farm", CLOCK);
    }

    List<Versioned<BuildRecord>> builds() {
      return etcd.list(keys.builds()).entries();
    }

    Acceptance push(char before, char after) {
      return queue.accept(
          new Submission(
              project,
              "refs/heads/main",
              commit(after),
              commit(before),
              Cause.PUSH,
              true,
              List.of(),
              true,
              "ann",
              "delivery-" + after));
    }

    void succeed(BuildId id) {
      Versioned<BuildRecord> build = etcd.find(keys.build(id)).orElseThrow();
      archive.insertIfAbsent(
          build
              .value()
              .in(
                  new BuildState.Succeeded(
                      CLOCK.instant(),
                      List.of(
                          new PublishedImage(
                              "app", "team/app", "sha256:" + "1".repeat(64), List.of("main"))))));
      etcd.commit(Transaction.begin().delete(build.key()).end());
    }
  }

  private static Commit commit(char digit) {
    return new Commit(String.valueOf(digit).repeat(40));
  }

  private static RemoteRefs.Refs noRefs(Project asked) {
    return new RemoteRefs.Refs(Map.of(), null);
  }

  @BeforeEach
  void open() {
    database = Database.open(DatabaseConfig.in(home));
    archive = new BuildArchive(database);
    copies = new UnderWayBuilds(database);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void finishedBuildsStayThoseUnderWayAreToldAndNumbersAndHeadsGoOn() {
    Farm farm = new Farm();
    Acceptance finished = farm.push('9', '1');
    farm.losses.look(farm.fence);
    farm.succeed(finished.build());
    Acceptance underWay = farm.push('1', '2');
    farm.losses.look(farm.fence);
    assertThat(copies.ids()).containsExactly(underWay.build());
    String id = farm.etcd.find(keys.farm()).orElseThrow().value().id();

    Farm after = new Farm();
    Acceptance next = after.push('2', '3');
    after.losses.look(after.fence);

    assertThat(next.number()).isEqualTo(3);
    BuildRecord accepted = after.builds().getFirst().value();
    assertThat(accepted.request().headSequence()).isGreaterThan(1);
    assertThat(archive.find(finished.build()).orElseThrow().state())
        .isInstanceOf(BuildState.Succeeded.class);
    BuildRecord lost = archive.find(underWay.build()).orElseThrow();
    assertThat(EtcdLoss.ended(lost)).isTrue();
    assertThat(lost.state().sentence()).contains(EtcdLoss.REASON);
    assertThat(after.etcd.find(keys.farm()).orElseThrow().value().id()).isEqualTo(id);
    after.losses.look(after.fence);
    assertThat(copies.ids()).containsExactly(next.build());
  }

  @Test
  void aBuildThatWasArchivedMeanwhileIsNotLost() {
    Farm farm = new Farm();
    Acceptance build = farm.push('9', '1');
    farm.losses.look(farm.fence);
    BuildRecord copy = copies.find(build.build()).orElseThrow();
    farm.succeed(build.build());
    copies.add(List.of(copy));

    farm.losses.look(farm.fence);
    assertThat(copies.ids()).isEmpty();
    assertThat(archive.find(build.build()).orElseThrow().state())
        .isInstanceOf(BuildState.Succeeded.class);
  }
}
