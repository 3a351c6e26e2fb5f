package dev.hearth.protocol.etcd;

/** Gets what a watch sees, on a thread of the client: must not block. */
public interface WatchListener<T> {
  void event(WatchEvent<T> event);

  /** The watch is over and tells no more. */
  void broken(String reason);
}
