package dev.hearth.protocol.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hearth.protocol.LastNumber;
import dev.hearth.protocol.ProjectId;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class MirrorTest {
  private static final FarmKeys KEYS = new FarmKeys();

  private static KeyValues fresh() {
    return new ModelKeyValues(new ModelEtcd(Clock.systemUTC()), ModelFaults.NONE);
  }

  private static Key<LastNumber> put(KeyValues etcd, long number) {
    Key<LastNumber> key = KEYS.number(ProjectId.random());
    etcd.commit(Transaction.begin().put(key, new LastNumber(number)).end());
    return key;
  }

  /** Asks whichever etcd stands in the reference just now, as one does behind an address. */
  private static KeyValues at(AtomicReference<KeyValues> place) {
    return (KeyValues)
        Proxy.newProxyInstance(
            KeyValues.class.getClassLoader(),
            new Class<?>[] {KeyValues.class},
            (_, method, arguments) -> {
              try {
                return method.invoke(Objects.requireNonNull(place.get()), arguments);
              } catch (InvocationTargetException e) {
                throw Objects.requireNonNull(e.getCause());
              }
            });
  }

  @Test
  void whatWasHeardOfAnEtcdThatLostItsDataIsForgotten() throws InterruptedException {
    KeyValues first = fresh();
    for (int i = 0; i < 20; i++) {
      put(first, i);
    }
    AtomicReference<KeyValues> place = new AtomicReference<>(first);
    List<Key<LastNumber>> removed = new CopyOnWriteArrayList<>();
    MirrorListener<LastNumber> listener =
        new MirrorListener<>() {
          @Override
          public void put(Versioned<LastNumber> entry) {}

          @Override
          public void removed(Versioned<LastNumber> last) {
            removed.add(last.key());
          }
        };
    try (Mirror<LastNumber> mirror =
        Mirror.start(at(place), KEYS.numbers(), Duration.ofMillis(100), listener)) {
      assertThat(mirror.awaitReady(Duration.ofSeconds(20))).isTrue();
      assertThat(mirror.size()).isEqualTo(20);

      KeyValues empty = fresh();
      Key<LastNumber> only = put(empty, 7);
      place.set(empty);

      await().atMost(20, TimeUnit.SECONDS).until(() -> mirror.size() == 1);
      assertThat(mirror.find(only)).isPresent();
      assertThat(removed).hasSize(20);
    }
  }
}
