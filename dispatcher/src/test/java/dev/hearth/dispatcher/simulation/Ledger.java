package dev.hearth.dispatcher.simulation;

import dev.hearth.protocol.etcd.Key;
import dev.hearth.protocol.etcd.KeyValues;
import dev.hearth.protocol.etcd.Prefix;
import dev.hearth.protocol.etcd.Versioned;
import dev.hearth.protocol.etcd.WatchEvent;
import dev.hearth.protocol.etcd.WatchListener;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** What truly stands under a prefix at this very moment, without any lag. */
final class Ledger<T> {
  private final Map<String, Versioned<T>> entries = new TreeMap<>();
  private final KeyValues etcd;
  private final Prefix<T> prefix;
  private final BiConsumer<@Nullable Versioned<T>, @Nullable T> changed;
  private long seen;

  /**
   * A ledger.
   *
   * @param changed told what stood before and what stands now, null for nothing, while the change
   *     is made
   */
  Ledger(
      KeyValues etcd, Prefix<T> prefix, BiConsumer<@Nullable Versioned<T>, @Nullable T> changed) {
    this.etcd = etcd;
    this.prefix = prefix;
    this.changed = changed;
    watch();
  }

  private void watch() {
    var _ = etcd.watch(prefix, seen + 1, new Writing());
  }

  private final class Writing implements WatchListener<T> {
    @Override
    public void event(WatchEvent<T> event) {
      seen = event.revision();
      switch (event) {
        case WatchEvent.Put<T>(Versioned<T> entry) ->
            changed.accept(entries.put(entry.key().path(), entry), entry.value());
        case WatchEvent.Deleted<T>(Key<T> key, long _) ->
            changed.accept(entries.remove(key.path()), null);
      }
    }

    @Override
    public void broken(String reason) {
      watch();
    }
  }

  Collection<Versioned<T>> entries() {
    return entries.values();
  }

  Optional<Versioned<T>> find(Key<T> key) {
    return Optional.ofNullable(entries.get(key.path()));
  }
}
