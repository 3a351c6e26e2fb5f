package dev.hearth.protocol.etcd;

/** What a transaction does when all its comparisons hold. */
public sealed interface Operation {
  Key<?> key();

  /**
   * @param lease 0 for a key without a lease
   */
  @SuppressWarnings("ArrayRecordComponent") // made and read in this package only, never compared
  record Put(Key<?> key, byte[] value, long lease) implements Operation {}

  record Delete(Key<?> key) implements Operation {}
}
