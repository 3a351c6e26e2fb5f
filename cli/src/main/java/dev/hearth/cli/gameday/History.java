package dev.hearth.cli.gameday;

import dev.hearth.protocol.etcd.EtcdUnavailableException;
import dev.hearth.protocol.etcd.KeyValues;
import dev.hearth.protocol.etcd.Listing;
import dev.hearth.protocol.etcd.Prefix;
import dev.hearth.protocol.etcd.WatchEvent;
import dev.hearth.protocol.etcd.WatchListener;
import dev.hearth.protocol.etcd.Watching;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Every change of a kind of record, from the beginning on: unlike a mirror it goes on where it was
 * when a watch breaks, and so misses none.
 */
final class History<T> implements AutoCloseable {
  /** A watch that hears nothing for so long may be dead: asking anew costs nothing. */
  private static final Duration SILENCE = Duration.ofSeconds(10);

  private static final Duration PAUSE = Duration.ofMillis(500);

  /**
   * A record as it was written, or gone.
   *
   * @param seen when we heard of it, which may be later than it was
   * @param value null: deleted
   */
  record Change<T>(Instant seen, long revision, @Nullable T value) {}

  private record Signal<T>(@Nullable WatchEvent<T> event, String broken) {}

  private final KeyValues etcd;
  private final Prefix<T> prefix;
  private final Map<String, List<Change<T>>> changes = new TreeMap<>();
  private final Thread thread;
  private long revision;
  private boolean forgotten;

  History(KeyValues etcd, Prefix<T> prefix) {
    this.etcd = etcd;
    this.prefix = prefix;
    this.thread = Thread.ofVirtual().name("history of " + prefix).unstarted(this::follow);
  }

  /** From what stands there now on. */
  void start() {
    Listing<T> begin = etcd.list(prefix);
    begin.entries().forEach(entry -> add(entry.key().path(), entry.modRevision(), entry.value()));
    revision = begin.revision();
    thread.start();
  }

  /** By the keys' paths, each in order. */
  synchronized Map<String, List<Change<T>>> changes() {
    Map<String, List<Change<T>>> copy = new TreeMap<>();
    changes.forEach((path, list) -> copy.put(path, List.copyOf(list)));
    return copy;
  }

  /** Whether etcd forgot changes before they were heard of. */
  synchronized boolean isForgotten() {
    return forgotten;
  }

  @Override
  public void close() {
    thread.interrupt();
  }

  private void follow() {
    try {
      while (true) {
        try {
          watch();
        } catch (EtcdUnavailableException e) {
          // It comes back.
        }
        Thread.sleep(PAUSE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void watch() throws InterruptedException {
    BlockingQueue<Signal<T>> signals = new LinkedBlockingQueue<>();
    try (Watching _ = etcd.watch(prefix, revision + 1, listener(signals))) {
      while (true) {
        Signal<T> signal = signals.poll(SILENCE.toMillis(), TimeUnit.MILLISECONDS);
        if (signal == null) {
          return;
        }
        WatchEvent<T> event = signal.event();
        if (event == null) {
          if (signal.broken().contains("compacted")) {
            synchronized (this) {
              forgotten = true;
            }
            revision = etcd.revision();
          }
          return;
        }
        revision = Math.max(revision, event.revision());
        switch (event) {
          case WatchEvent.Put<T> put ->
              add(event.key().path(), event.revision(), put.entry().value());
          case WatchEvent.Deleted<T> _ -> add(event.key().path(), event.revision(), null);
        }
      }
    }
  }

  /** A change that is told a second time is passed over. */
  private synchronized void add(String path, long at, @Nullable T value) {
    List<Change<T>> known = changes.computeIfAbsent(path, _ -> new ArrayList<>());
    if (known.isEmpty() || known.getLast().revision() < at) {
      known.add(new Change<>(Instant.now(), at, value));
    }
  }

  private static <T> WatchListener<T> listener(BlockingQueue<Signal<T>> signals) {
    return new WatchListener<>() {
      @Override
      public void event(WatchEvent<T> event) {
        signals.add(new Signal<>(event, ""));
      }

      @Override
      public void broken(String reason) {
        signals.add(new Signal<>(null, reason));
      }
    };
  }
}
