package dev.hearth.protocol.etcd;

/** Hears of changes in a mirror, one after the other, on the mirror's own thread. */
public interface MirrorListener<T> {
  /** A record came or was rewritten. */
  void put(Versioned<T> entry);

  /** A record is gone. */
  void removed(Versioned<T> last);

  /** All that stood under the prefix was listed, whether or not anything had changed. */
  default void listed() {}
}
