package dev.hearth.dispatcher.simulation;

import dev.hearth.protocol.etcd.Key;
import dev.hearth.protocol.etcd.KeyValues;
import dev.hearth.protocol.etcd.Listing;
import dev.hearth.protocol.etcd.Prefix;
import dev.hearth.protocol.etcd.Versioned;
import dev.hearth.protocol.etcd.WatchEvent;
import dev.hearth.protocol.etcd.WatchListener;
import dev.hearth.protocol.etcd.Watching;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A mirror that hears of a change only when it is told to: what {@link
 * dev.hearth.protocol.etcd.Mirror} does, with any delay in between.
 */
final class LaggingMirror<T> {
  private final KeyValues etcd;
  private final Prefix<T> prefix;
  private final Map<String, Versioned<T>> entries = new TreeMap<>();
  private final Deque<WatchEvent<T>> unheard = new ArrayDeque<>();
  private long listedAt;
  private boolean listWanted;
  private @Nullable Watching watching;

  LaggingMirror(KeyValues etcd, Prefix<T> prefix) {
    this.etcd = etcd;
    this.prefix = prefix;
  }

  /** Hears of some changes; lists where it does not watch. */
  void hear(int changes) {
    if (watching == null || listWanted) {
      list();
      return;
    }
    for (int i = 0; i < changes && !unheard.isEmpty(); i++) {
      WatchEvent<T> event = unheard.removeFirst();
      if (event.revision() > listedAt) {
        apply(event);
      }
    }
  }

  /** Lists all, and watches from there. */
  void list() {
    Listing<T> listing = etcd.list(prefix);
    entries.clear();
    listing.entries().forEach(entry -> entries.put(entry.key().path(), entry));
    listedAt = listing.revision();
    listWanted = false;
    unheard.removeIf(event -> event.revision() <= listedAt);
    if (watching == null) {
      watching = etcd.watch(prefix, listedAt + 1, new Hearing());
    }
  }

  /** Lists when it next hears of anything. */
  void listAgain() {
    listWanted = true;
  }

  /** The revision of the last list. */
  long through() {
    return listedAt;
  }

  void close() {
    if (watching != null) {
      watching.close();
    }
  }

  List<Versioned<T>> entries() {
    return List.copyOf(entries.values());
  }

  private void apply(WatchEvent<T> event) {
    switch (event) {
      case WatchEvent.Put<T>(Versioned<T> entry) -> entries.put(entry.key().path(), entry);
      case WatchEvent.Deleted<T>(Key<T> key, long _) -> entries.remove(key.path());
    }
  }

  private final class Hearing implements WatchListener<T> {
    @Override
    public void event(WatchEvent<T> event) {
      unheard.addLast(event);
    }

    @Override
    public void broken(String reason) {
      unheard.clear();
      watching = null;
    }
  }
}
