package dev.hearth.protocol.etcd;

import java.util.List;

/**
 * What stood under a prefix at one revision, ordered by key.
 *
 * @param revision of the whole store when it was read
 */
public record Listing<T>(long revision, List<Versioned<T>> entries) {}
