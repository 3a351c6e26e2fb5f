package dev.hearth.protocol.etcd;

import org.jspecify.annotations.Nullable;

/**
 * A record as it stands in etcd.
 *
 * @param createRevision of the key: tells a key that was deleted and made again from the old one
 * @param modRevision of the last write: what a guarded change compares
 * @param stored the record's JSON, if there are fields in it that this version does not know; else
 *     null, as thousands of records are kept
 */
public record Versioned<T>(
    Key<T> key, T value, long createRevision, long modRevision, @Nullable String stored) {}
