package dev.hearth.protocol.etcd;

/**
 * A record as it stands in etcd.
 *
 * @param createRevision of the key: tells a key that was deleted and made again from the old one
 * @param modRevision of the last write: what a guarded change compares
 * @param stored the record's JSON, with the fields that this version does not know; as text, which
 *     takes the least memory where thousands of records are kept
 */
public record Versioned<T>(
    Key<T> key, T value, long createRevision, long modRevision, String stored) {}
