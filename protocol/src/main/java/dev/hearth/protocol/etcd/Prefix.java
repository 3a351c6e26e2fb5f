package dev.hearth.protocol.etcd;

/**
 * All keys of one kind of record, or of a part of them. Made by {@link FarmKeys} only.
 *
 * @param path ends with a slash
 */
public record Prefix<T>(String path, Class<T> type) {
  /** The key that stands in etcd under a whole path. */
  public Key<T> key(String wholePath) {
    return new Key<>(wholePath, type);
  }

  @Override
  public String toString() {
    return path;
  }
}
