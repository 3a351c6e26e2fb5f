package dev.hearth.protocol.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.protocol.LastNumber;
import dev.hearth.protocol.ProjectId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The model does what a real etcd does, and fails as it is told. */
@Timeout(20)
class ModelKeyValuesTest extends KeyValuesContract {
  private final Hand hand = new Hand();
  private final ModelEtcd model = new ModelEtcd(hand);
  private final Deque<ModelFaults.Fate> fates = new ArrayDeque<>();
  private final KeyValues etcd =
      new ModelKeyValues(
          model, _ -> fates.isEmpty() ? ModelFaults.Fate.ANSWERED : fates.removeFirst());
  private final Key<LastNumber> key = new FarmKeys().number(ProjectId.random());
  private final Transaction create =
      Transaction.begin().ifAbsent(key).put(key, new LastNumber(1)).end();

  @Override
  KeyValues etcd() {
    return etcd;
  }

  @Override
  void letPass(Duration ttl) {
    hand.now = hand.now.plus(ttl);
  }

  @Test
  void anUnansweredCommitThatWasDoneIsFoundDone() {
    fates.add(ModelFaults.Fate.UNANSWERED);

    assertThat(etcd.commit(create)).isTrue();
    assertThat(etcd.find(key)).isPresent();
  }

  @Test
  void anUnansweredCommitThatWasNotDoneIsDoneAtTheNextTry() {
    fates.add(ModelFaults.Fate.LOST);

    assertThat(etcd.commit(create)).isTrue();
    assertThat(etcd.find(key)).isPresent();
  }

  @Test
  void aCommitIsUnknownWhenNoTryIsAnswered() {
    fates.addAll(List.of(ModelFaults.Fate.UNANSWERED, ModelFaults.Fate.LOST));
    fates.addAll(List.of(ModelFaults.Fate.LOST, ModelFaults.Fate.LOST));

    assertThatThrownBy(() -> etcd.commit(create)).isInstanceOf(EtcdUnavailableException.class);
    assertThat(etcd.find(key)).isPresent();
  }

  @Test
  void aReadThatIsNotAnsweredIsUnavailable() {
    fates.add(ModelFaults.Fate.LOST);

    assertThatThrownBy(() -> etcd.find(key)).isInstanceOf(EtcdUnavailableException.class);
  }

  private static final class Hand extends Clock {
    private Instant now = Samples.NOW;

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return InstantSource.fixed(now).withZone(zone);
    }
  }
}
