package dev.hearth.protocol.etcd;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A record as it stands in etcd.
 *
 * @param createRevision of the key: tells a key that was deleted and made again from the old one
 * @param modRevision of the last write: what a guarded change compares
 * @param stored the record's JSON, with the fields that this version does not know
 */
public record Versioned<T>(
    Key<T> key, T value, long createRevision, long modRevision, JsonNode stored) {}
