package dev.hearth.protocol.etcd;

/** A watch that is open. */
public interface Watching extends AutoCloseable {
  @Override
  void close();
}
