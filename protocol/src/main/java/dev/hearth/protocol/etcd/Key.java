package dev.hearth.protocol.etcd;

/**
 * A key in etcd and the kind of record that stands under it. Made by {@link FarmKeys} only.
 *
 * @param path the whole key
 */
public record Key<T>(String path, Class<T> type) {
  /** The part behind the last slash. */
  String last() {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  @Override
  public String toString() {
    return path;
  }
}
