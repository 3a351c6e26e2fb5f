package dev.hearth.protocol.etcd;

/** What must be true for a transaction to be carried out. */
public sealed interface Comparison {
  Key<?> key();

  /** No such key stands. */
  record Absent(Key<?> key) implements Comparison {}

  /** Some such key stands, whatever its value. */
  record Present(Key<?> key) implements Comparison {}

  /** The key was last written at this revision. */
  record ModifiedAt(Key<?> key, long revision) implements Comparison {}

  /** The key was made at this revision, however often it was written since. */
  record CreatedAt(Key<?> key, long revision) implements Comparison {}
}
