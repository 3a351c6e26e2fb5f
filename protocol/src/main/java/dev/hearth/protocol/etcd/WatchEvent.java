package dev.hearth.protocol.etcd;

/** A change under a watched prefix. */
public sealed interface WatchEvent<T> {
  Key<T> key();

  /** The revision of the change. */
  long revision();

  record Put<T>(Versioned<T> entry) implements WatchEvent<T> {
    @Override
    public Key<T> key() {
      return entry.key();
    }

    @Override
    public long revision() {
      return entry.modRevision();
    }
  }

  record Deleted<T>(Key<T> key, long revision) implements WatchEvent<T> {}
}
