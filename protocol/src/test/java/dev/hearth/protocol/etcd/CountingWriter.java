package dev.hearth.protocol.etcd;

import static org.awaitility.Awaitility.await;

import dev.hearth.protocol.LastNumber;
import dev.hearth.protocol.ProjectId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Writes one key after the other, each under the compare that it is not there yet, and remembers
 * which were acknowledged and how long it had to wait.
 */
final class CountingWriter implements AutoCloseable {
  private final KeyValues etcd;
  private final FarmKeys keys;
  private final AtomicInteger written = new AtomicInteger();
  private final Map<Key<LastNumber>, Integer> acknowledged = new ConcurrentHashMap<>();
  private final List<String> contradictions = new ArrayList<>();
  private final Thread thread = Thread.ofVirtual().unstarted(this::write);
  private volatile Duration longest = Duration.ZERO;
  private volatile boolean stopped;

  private CountingWriter(KeyValues etcd, FarmKeys keys) {
    this.etcd = etcd;
    this.keys = keys;
  }

  static CountingWriter start(KeyValues etcd, FarmKeys keys) {
    CountingWriter writer = new CountingWriter(etcd, keys);
    writer.thread.start();
    return writer;
  }

  /** All that is written. */
  Prefix<LastNumber> written() {
    return new Prefix<>(keys.all() + "numbers/", LastNumber.class);
  }

  int count() {
    return written.get();
  }

  void awaitMore(int count) {
    int until = written.get() + count;
    await().atMost(Duration.ofSeconds(60)).until(() -> written.get() >= until);
  }

  Duration longestPause() {
    return longest;
  }

  void stop() throws InterruptedException {
    stopped = true;
    thread.join();
  }

  /** What was acknowledged and is not there, and what was refused although nobody else writes. */
  List<String> lost(KeyValues reader) {
    List<String> lost = new ArrayList<>(contradictions);
    Map<String, Integer> found = new ConcurrentHashMap<>();
    reader
        .list(written())
        .entries()
        .forEach(entry -> found.put(entry.key().path(), (int) entry.value().last()));
    acknowledged.forEach((key, number) -> {
      if (!number.equals(found.get(key.path()))) {
        lost.add(key + " should be " + number + " but is " + found.get(key.path()));
      }
    });
    return lost;
  }

  @Override
  public void close() {
    stopped = true;
  }

  private void write() {
    long last = System.nanoTime();
    while (!stopped) {
      Key<LastNumber> key = keys.number(ProjectId.random());
      int number = written.get() + 1;
      Transaction transaction =
          Transaction.begin().ifAbsent(key).put(key, new LastNumber(number)).end();
      if (!commit(transaction)) {
        contradictions.add(key + " was refused, but nobody else writes it");
      }
      acknowledged.put(key, number);
      written.incrementAndGet();
      Duration pause = Duration.ofNanos(System.nanoTime() - last);
      longest = pause.compareTo(longest) > 0 ? pause : longest;
      last = System.nanoTime();
    }
  }

  /** Until it is answered: the same transaction may be sent as often as one likes. */
  private boolean commit(Transaction transaction) {
    boolean unanswered = false;
    while (true) {
      try {
        return etcd.commit(transaction) || unanswered;
      } catch (EtcdUnavailableException e) {
        unanswered = true;
      }
    }
  }
}
