package dev.hearth.protocol.etcd;

/** Hears of changes in a mirror, one after the other, on the mirror's own thread. */
public interface MirrorListener<T> {
  /** A record came or was rewritten. */
  void put(Versioned<T> entry);

  /** A record is gone. */
  void removed(Versioned<T> last);
}
