package dev.hearth.dispatcher.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.hearth.dispatcher.projects.ProjectLookup;
import dev.hearth.dispatcher.registry.ModelImageRegistry;
import dev.hearth.dispatcher.registry.RegistryUnavailableException;
import dev.hearth.dispatcher.sql.DatabaseDownException;
import dev.hearth.dispatcher.sql.ModelArchives;
import dev.hearth.protocol.BuildId;
import dev.hearth.protocol.Commit;
import dev.hearth.protocol.ProjectId;
import dev.hearth.protocol.WantedTag;
import dev.hearth.protocol.etcd.EtcdUnavailableException;
import dev.hearth.protocol.etcd.FarmKeys;
import dev.hearth.protocol.etcd.Key;
import dev.hearth.protocol.etcd.KeyValues;
import dev.hearth.protocol.etcd.ModelEtcd;
import dev.hearth.protocol.etcd.ModelFaults;
import dev.hearth.protocol.etcd.ModelFaults.Fate;
import dev.hearth.protocol.etcd.ModelKeyValues;
import dev.hearth.protocol.etcd.Transaction;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A leader that is frozen right before it writes a tag, and wakes when others have written it. */
class TagWriterTest {
  private static final WantedTag OLD = tag("1", 1);
  private static final WantedTag LATER = tag("2", 2);
  private static final WantedTag LATEST = tag("3", 3);

  private final ModelEtcd model = new ModelEtcd(Clock.systemUTC());
  private final KeyValues hand = new ModelKeyValues(model, ModelFaults.NONE);
  private final ModelArchives archives = new ModelArchives();
  private final ModelImageRegistry registry = new ModelImageRegistry();
  private final FarmKeys keys = new FarmKeys();
  private final Key<WantedTag> main = keys.tag(ProjectId.random(), "app", "main");
  private boolean etcdIsDown;
  private Duration leaseLeft = Duration.ofMinutes(1);
  private final TagWriter writer =
      new TagWriter(
          new ModelKeyValues(model, _ -> etcdIsDown ? Fate.LOST : Fate.ANSWERED),
          registry,
          archives::findTag,
          () -> leaseLeft);

  /** Of a dispatcher that leads no more. */
  private final TagKeeper keeper =
      new TagKeeper(
          writer,
          new TagRepair(
              hand,
              keys,
              registry,
              writer,
              _ -> new ProjectLookup.Deleted(),
              archives::record,
              Clock.systemUTC()),
          Optional::empty,
          Clock.systemUTC());

  private static WantedTag tag(String digit, long sequence) {
    return new WantedTag(
        "team/app",
        "main",
        "sha256:" + digit.repeat(64),
        new Commit(digit.repeat(40)),
        "refs/heads/main",
        sequence,
        BuildId.next(),
        Instant.EPOCH);
  }

  @BeforeEach
  void theOldestIsWanted() {
    for (WantedTag tag : List.of(LATEST, LATER, OLD)) {
      registry.holds(tag.repository(), tag.tag(), tag.digest());
    }
    hand.commit(Transaction.begin().put(main, OLD).end());
  }

  @Test
  void nothingIsWrittenWithTooLittleOfTheLeaseLeft() {
    hand.commit(Transaction.begin().put(main, LATER).end());
    leaseLeft = Duration.ofSeconds(2);

    assertThatExceptionOfType(LeaseTooShortException.class)
        .isThrownBy(() -> writer.write(main, LATER));

    assertThat(standing()).isEqualTo(OLD.digest());
  }

  @Test
  void whatAnotherWroteMeanwhileIsPutBackAtOnce() {
    registry.meanwhile(() -> publishes(LATER));

    assertThat(writer.write(main, OLD)).isTrue();

    assertThat(standing()).isEqualTo(LATER.digest());
  }

  @Test
  void alsoWhereItHasSettledAndWhereAThirdComesInBetweenAgain() {
    registry.meanwhile(() -> {
      settles(LATER);
      registry.meanwhile(() -> settles(LATEST));
    });

    assertThat(writer.write(main, OLD)).isTrue();

    assertThat(standing()).isEqualTo(LATEST.digest());
  }

  @Test
  void whatTheArchiveCannotTellIsAskedAgain() {
    registry.meanwhile(() -> {
      settles(LATER);
      archives.down(true);
    });
    assertThatExceptionOfType(DatabaseDownException.class)
        .isThrownBy(() -> writer.write(main, OLD));

    writer.checkAgain();
    assertThat(standing()).isEqualTo(OLD.digest());

    archives.down(false);
    isPutRightWithoutLeading();
  }

  @Test
  void whatTheRegistryDidNotTakeIsWrittenAgain() {
    registry.meanwhile(() -> {
      settles(LATER);
      registry.down(true);
    });
    assertThatExceptionOfType(RegistryUnavailableException.class)
        .isThrownBy(() -> writer.write(main, OLD));

    writer.checkAgain();
    registry.down(false);
    isPutRightWithoutLeading();
  }

  @Test
  void whatEtcdDidNotTellIsAskedAgain() {
    registry.meanwhile(() -> {
      settles(LATER);
      etcdIsDown = true;
    });
    assertThatExceptionOfType(EtcdUnavailableException.class)
        .isThrownBy(() -> writer.write(main, OLD));

    writer.checkAgain();
    etcdIsDown = false;
    isPutRightWithoutLeading();
  }

  /** Once: what somebody does to the tag afterwards is theirs. */
  private void isPutRightWithoutLeading() {
    leaseLeft = Duration.ZERO;
    keeper.look();
    assertThat(standing()).isEqualTo(LATER.digest());

    registry.holds("team/app", "main", LATEST.digest());
    keeper.look();
    assertThat(standing()).isEqualTo(LATEST.digest());
  }

  private String standing() {
    return registry.standing("team/app", "main").orElseThrow();
  }

  /** Another leader writes the tag. */
  private void publishes(WantedTag tag) {
    hand.commit(Transaction.begin().put(main, tag).end());
    registry.tag(tag.repository(), tag.tag(), tag.digest());
  }

  /** Another leader writes the tag, and archives it a minute later. */
  private void settles(WantedTag tag) {
    publishes(tag);
    archives.record(tag);
    hand.commit(Transaction.begin().delete(main).end());
  }
}
