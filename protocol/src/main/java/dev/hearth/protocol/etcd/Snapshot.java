package dev.hearth.protocol.etcd;

import java.util.Map;
import java.util.Optional;

/**
 * What stood under several keys at one revision.
 *
 * @param entries by path; what was absent is missing
 */
public record Snapshot(long revision, Map<String, Versioned<?>> entries) {
  public Snapshot {
    entries = Map.copyOf(entries);
  }

  /** What stood under one of the keys that were asked for. */
  public <T> Optional<Versioned<T>> find(Key<T> key) {
    @SuppressWarnings("unchecked") // a path has one kind of record: FarmKeys makes both
    Versioned<T> found = (Versioned<T>) entries.get(key.path());
    return Optional.ofNullable(found);
  }
}
