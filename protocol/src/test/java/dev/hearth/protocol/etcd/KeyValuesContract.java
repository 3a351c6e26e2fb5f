package dev.hearth.protocol.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.hearth.protocol.BuildId;
import dev.hearth.protocol.LastNumber;
import dev.hearth.protocol.ProjectId;
import dev.hearth.protocol.WantedTag;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** What every etcd does for the farm, be it real or the model. */
abstract class KeyValuesContract {
  private final FarmKeys keys = new FarmKeys("/contract/" + ProjectId.random());
  private final Key<LastNumber> one = keys.number(ProjectId.random());
  private final Key<LastNumber> other = keys.number(ProjectId.random());

  abstract KeyValues etcd();

  /** Lets time pass, virtual or real, until a lease of this TTL must have ended. */
  abstract void letPass(Duration ttl);

  private boolean put(Key<LastNumber> key, long value) {
    return etcd().commit(Transaction.begin().put(key, new LastNumber(value)).end());
  }

  private Versioned<LastNumber> standing(Key<LastNumber> key) {
    return etcd().find(key).orElseThrow();
  }

  @Test
  void everyPutIsARevisionAndTheFirstOneIsKept() {
    put(one, 1);
    Versioned<LastNumber> first = standing(one);
    put(one, 2);
    Versioned<LastNumber> second = standing(one);

    assertThat(first.modRevision()).isEqualTo(first.createRevision());
    assertThat(second.createRevision()).isEqualTo(first.createRevision());
    assertThat(second.modRevision()).isEqualTo(first.modRevision() + 1);
    assertThat(etcd().revision()).isEqualTo(second.modRevision());
  }

  @Test
  void whatATransactionDoesHasOneRevision() {
    etcd()
        .commit(
            Transaction.begin().put(one, new LastNumber(1)).put(other, new LastNumber(2)).end());

    assertThat(standing(one).modRevision()).isEqualTo(standing(other).modRevision());
  }

  @Test
  void aDeletionOfNothingIsNoRevision() {
    put(one, 1);
    long before = etcd().revision();

    assertThat(etcd().commit(Transaction.begin().delete(other).end())).isTrue();

    assertThat(etcd().revision()).isEqualTo(before);
  }

  @Test
  void comparisonsHoldOrNothingIsDone() {
    put(one, 1);
    Versioned<LastNumber> read = standing(one);
    put(one, 2);

    assertThat(tries(Transaction.begin().ifUnchanged(read))).isFalse();
    assertThat(tries(Transaction.begin().ifAbsent(one))).isFalse();
    assertThat(tries(Transaction.begin().ifPresent(keys.number(ProjectId.random())))).isFalse();
    assertThat(tries(Transaction.begin().ifCreatedAt(one, read.createRevision() + 1))).isFalse();
    assertThat(etcd().find(other)).isEmpty();
    assertThat(tries(Transaction.begin().ifCreatedAt(one, read.createRevision()).ifPresent(one)))
        .isTrue();
  }

  private boolean tries(Transaction.Builder guarded) {
    return etcd().commit(guarded.put(other, new LastNumber(9)).end());
  }

  @Test
  void anAbsentKeyWasModifiedAtZero() {
    assertThat(tries(Transaction.begin().ifModifiedAt(one, 0).ifCreatedAt(one, 0))).isTrue();
  }

  @Test
  void aKeyThatIsMadeAnewIsAnotherOne() {
    put(one, 1);
    long created = standing(one).createRevision();
    etcd().commit(Transaction.begin().delete(one).end());
    put(one, 1);

    assertThat(standing(one).createRevision()).isGreaterThan(created);
  }

  @Test
  void aKeyCannotBeWrittenTwiceInOneTransaction() {
    Transaction twice =
        Transaction.begin().put(one, new LastNumber(1)).put(one, new LastNumber(2)).end();

    assertThatThrownBy(() -> etcd().commit(twice))
        .isInstanceOf(EtcdUnavailableException.class)
        .hasMessageContaining("duplicate key");
  }

  @Test
  void keysThatAreReadTogetherAreOfOneRevision() {
    put(one, 1);

    Snapshot read = etcd().read(List.of(one, other));

    assertThat(read.find(one).orElseThrow().value().last()).isEqualTo(1);
    assertThat(read.find(other)).isEmpty();
    assertThat(read.revision()).isEqualTo(etcd().revision());
  }

  @Test
  void aListHoldsWhatHasThePrefixInOrder() {
    ProjectId project = ProjectId.random();
    put(one, 1);
    for (String name : List.of("c", "a", "b")) {
      etcd().commit(Transaction.begin().put(keys.tag(project, "app", name), tag(name)).end());
    }

    Listing<WantedTag> tags = etcd().list(keys.tags(project));

    assertThat(tags.entries())
        .extracting(entry -> entry.value().tag())
        .containsExactly("a", "b", "c");
    assertThat(tags.revision()).isEqualTo(etcd().revision());
  }

  private static WantedTag tag(String name) {
    return new WantedTag(
        "team/app", name, "sha256:1", Samples.COMMIT, "", 0, BuildId.next(), Samples.NOW);
  }

  @Test
  void aLeaseTakesItsKeysAlongWhenItEnds() {
    Duration ttl = Duration.ofSeconds(2);
    long lease = etcd().grantLease(ttl);
    etcd()
        .commit(
            Transaction.begin()
                .put(one, new LastNumber(1), lease)
                .put(other, new LastNumber(1), lease)
                .end());
    put(other, 2);

    letPass(ttl);

    await().until(() -> etcd().find(one).isEmpty());
    assertThat(etcd().find(other)).as("a later put without the lease frees a key").isPresent();
    assertThat(etcd().keepAlive(lease)).isFalse();
  }

  @Test
  void aLeaseThatIsKeptAliveLasts() {
    Duration ttl = Duration.ofSeconds(4);
    long lease = etcd().grantLease(ttl);
    etcd().commit(Transaction.begin().put(one, new LastNumber(1), lease).end());

    letPass(ttl.dividedBy(2));
    assertThat(etcd().keepAlive(lease)).isTrue();
    letPass(ttl.dividedBy(2));

    assertThat(etcd().find(one)).isPresent();
  }

  @Test
  void aLeaseThatIsRevokedEndsAtOnceAndOnce() {
    long lease = etcd().grantLease(Duration.ofMinutes(1));
    etcd().commit(Transaction.begin().put(one, new LastNumber(1), lease).end());

    etcd().revokeLease(lease);
    etcd().revokeLease(lease);

    assertThat(etcd().find(one)).isEmpty();
  }

  @Test
  void nothingIsWrittenUnderALeaseThatIsGone() {
    long lease = etcd().grantLease(Duration.ofMinutes(1));
    etcd().revokeLease(lease);
    Transaction change = Transaction.begin().put(one, new LastNumber(1), lease).end();

    assertThatThrownBy(() -> etcd().commit(change))
        .isInstanceOf(EtcdUnavailableException.class)
        .hasMessageContaining("lease not found");
    assertThat(etcd().find(one)).isEmpty();
  }

  @Test
  void aWatchTellsWhatCameSinceItsRevisionAndWhatComes() {
    ProjectId project = ProjectId.random();
    Key<WantedTag> tag = keys.tag(project, "app", "main");
    etcd().commit(Transaction.begin().put(tag, tag("main")).end());
    long from = etcd().find(tag).orElseThrow().modRevision();
    List<String> seen = new CopyOnWriteArrayList<>();
    try (Watching _ = etcd().watch(keys.tags(project), from, new Seeing(seen, from))) {
      put(one, 1);
      etcd().commit(Transaction.begin().delete(tag).end());

      await().until(() -> seen.size() == 2);
      assertThat(seen).containsExactly("put 0", "deleted 2");
    }
  }

  @Test
  void aWatchOfWhatWasCompactedIsBroken() {
    put(one, 1);
    put(one, 2);
    long now = etcd().revision();
    etcd().compact(now);
    List<String> seen = new CopyOnWriteArrayList<>();
    ProjectId project = ProjectId.random();
    try (Watching _ = etcd().watch(keys.tags(project), now - 1, new Seeing(seen, 0))) {
      await().until(() -> seen.stream().anyMatch(line -> line.contains("compacted")));
    }
    assertThatThrownBy(() -> etcd().compact(now)).isInstanceOf(EtcdUnavailableException.class);
  }

  private record Seeing(List<String> seen, long from) implements WatchListener<WantedTag> {
    @Override
    public void event(WatchEvent<WantedTag> event) {
      String what = event instanceof WatchEvent.Put ? "put " : "deleted ";
      seen.add(what + (event.revision() - from));
    }

    @Override
    public void broken(String reason) {
      seen.add(reason);
    }
  }
}
