package dev.hearth.protocol.etcd;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What stands under a prefix, kept up to date: lists, then watches from there; lists again after
 * any error or end of the watch, and every few seconds besides, so that a watch that died silently
 * costs seconds and not for ever. A list that fails removes nothing.
 *
 * <p>One virtual thread owns the state, so changes are told in order; readers may be any threads.
 */
public final class Mirror<T> implements AutoCloseable {
  /** How often a prefix is listed although its watch is well, where nobody says otherwise. */
  public static final Duration RELIST = Duration.ofSeconds(10);

  private static final Logger log = LoggerFactory.getLogger(Mirror.class);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

  private final KeyValues etcd;
  private final Prefix<T> prefix;
  private final MirrorListener<T> listener;
  private final Duration relist;
  private final ConcurrentSkipListMap<String, Versioned<T>> entries = new ConcurrentSkipListMap<>();
  private final CountDownLatch ready = new CountDownLatch(1);
  private final Thread thread;
  private volatile BlockingQueue<Signal<T>> signals = new LinkedBlockingQueue<>();
  private volatile boolean closed;
  private volatile long heardAt;
  private volatile long through;

  private Mirror(KeyValues etcd, Prefix<T> prefix, Duration relist, MirrorListener<T> listener) {
    this.etcd = etcd;
    this.prefix = prefix;
    this.relist = relist;
    this.listener = listener;
    this.thread = Thread.ofVirtual().name("mirror " + prefix).unstarted(this::run);
  }

  /** Starts a mirror; {@link #awaitReady} tells when it was filled for the first time. */
  public static <T> Mirror<T> start(
      KeyValues etcd, Prefix<T> prefix, Duration relist, MirrorListener<T> listener) {
    Mirror<T> mirror = new Mirror<>(etcd, prefix, relist, listener);
    mirror.thread.start();
    return mirror;
  }

  /** Starts a mirror that is only read. */
  public static <T> Mirror<T> start(KeyValues etcd, Prefix<T> prefix) {
    return start(
        etcd,
        prefix,
        RELIST,
        new MirrorListener<>() {
          @Override
          public void put(Versioned<T> entry) {}

          @Override
          public void removed(Versioned<T> last) {}
        });
  }

  /** Waits for the first list. Returns false when the time is over. */
  public boolean awaitReady(Duration atMost) throws InterruptedException {
    return ready.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** The records as they stood when last heard of, ordered by key; never changes later. */
  public List<Versioned<T>> entries() {
    return List.copyOf(entries.values());
  }

  public int size() {
    return entries.size();
  }

  public Optional<Versioned<T>> find(Key<T> key) {
    return Optional.ofNullable(entries.get(key.path()));
  }

  /**
   * The revision up to which nothing is missing: that of the last list; 0 before the first. What is
   * read from the mirror after this may be newer.
   */
  public long through() {
    return through;
  }

  /** Asks for a list now, instead of at its time; returns at once. */
  public void listAgain() {
    signals.add(new Signal.ListWanted<>());
  }

  /** How long ago etcd last answered a list or told a change; huge before the first. */
  public Duration age() {
    return heardAt == 0
        ? ChronoUnit.FOREVER.getDuration()
        : Duration.ofNanos(System.nanoTime() - heardAt);
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
  }

  private void run() {
    Duration pause = Duration.ofMillis(50);
    while (!closed) {
      try {
        listAndWatch();
        pause = Duration.ofMillis(50);
      } catch (InterruptedException e) {
        return;
      } catch (EtcdUnavailableException e) {
        log.atWarn()
            .addKeyValue("prefix", prefix)
            .addKeyValue("cause", e.getMessage())
            .log("etcd does not answer, what was listed before stays");
        pause =
            pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0
                ? pause.multipliedBy(2)
                : LONGEST_PAUSE;
      } catch (RuntimeException e) {
        log.atError().addKeyValue("prefix", prefix).setCause(e).log("mirror stumbled, lists again");
        pause = LONGEST_PAUSE;
      }
      try {
        Thread.sleep(pause);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  /** Returns when the watch is over. */
  private void listAndWatch() throws InterruptedException {
    // Before the list: whoever asks for one from now on is heard, whoever asked before gets this.
    BlockingQueue<Signal<T>> heard = new LinkedBlockingQueue<>();
    signals = heard;
    long listedAt = list();
    try (Watching _ = etcd.watch(prefix, listedAt + 1, new Queueing<>(heard))) {
      long nextList = System.nanoTime() + relist.toNanos();
      while (!closed) {
        Signal<T> signal = heard.poll(nextList - System.nanoTime(), TimeUnit.NANOSECONDS);
        switch (signal == null ? new Signal.ListWanted<T>() : signal) {
          case Signal.ListWanted<T> _ -> {
            listedAt = list();
            nextList = System.nanoTime() + relist.toNanos();
          }
          case Signal.Event<T>(WatchEvent<T> event) -> {
            heardAt = System.nanoTime();
            if (event.revision() > listedAt) {
              apply(event);
            }
          }
          case Signal.Broken<T>(String reason) -> {
            log.atInfo()
                .addKeyValue("prefix", prefix)
                .addKeyValue("reason", reason)
                .log("watch is over, lists again");
            return;
          }
        }
      }
    }
  }

  /**
   * A list holds everything up to its revision, and all events that were applied are older: so what
   * it does not hold is gone, and events up to its revision are passed over from then on.
   */
  private long list() {
    Listing<T> listing = etcd.list(prefix, key -> entries.get(key.path()));
    heardAt = System.nanoTime();
    if (listing.revision() < through) {
      // A list is never older than the one before: etcd has lost its data, or was given older data.
      log.atError()
          .addKeyValue("prefix", prefix)
          .log("etcd has begun anew, what was heard is void");
      List.copyOf(entries.values()).forEach(entry -> remove(entry.key()));
      listing = etcd.list(prefix);
    }
    Set<String> listed = new HashSet<>();
    for (Versioned<T> entry : listing.entries()) {
      listed.add(entry.key().path());
      put(entry);
    }
    for (Versioned<T> entry : List.copyOf(entries.values())) {
      if (!listed.contains(entry.key().path()) && entry.modRevision() <= listing.revision()) {
        remove(entry.key());
      }
    }
    through = listing.revision();
    ready.countDown();
    tell(listener::listed);
    return listing.revision();
  }

  private void apply(WatchEvent<T> event) {
    switch (event) {
      case WatchEvent.Put<T>(Versioned<T> entry) -> put(entry);
      case WatchEvent.Deleted<T>(Key<T> key, long _) -> remove(key);
    }
  }

  private void put(Versioned<T> entry) {
    Versioned<T> old = entries.get(entry.key().path());
    if (old == null || old.modRevision() < entry.modRevision()) {
      entries.put(entry.key().path(), entry);
      tell(() -> listener.put(entry));
    }
  }

  private void remove(Key<T> key) {
    Versioned<T> old = entries.remove(key.path());
    if (old != null) {
      tell(() -> listener.removed(old));
    }
  }

  private void tell(Runnable change) {
    try {
      change.run();
    } catch (RuntimeException e) {
      log.atError().addKeyValue("prefix", prefix).setCause(e).log("a listener failed");
    }
  }

  private sealed interface Signal<T> {
    record Event<T>(WatchEvent<T> event) implements Signal<T> {}

    record Broken<T>(String reason) implements Signal<T> {}

    record ListWanted<T>() implements Signal<T> {}
  }

  private record Queueing<T>(BlockingQueue<Signal<T>> signals) implements WatchListener<T> {
    @Override
    public void event(WatchEvent<T> event) {
      signals.add(new Signal.Event<>(event));
    }

    @Override
    public void broken(String reason) {
      signals.add(new Signal.Broken<>(reason));
    }
  }
}
