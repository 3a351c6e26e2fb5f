package dev.hearth.protocol.etcd;

/**
 * By which a leader proves, in each of its transactions, that it still is the one that was elected.
 *
 * @param revision at which the leader's key was made
 */
public record Fence(Key<?> leader, long revision) {}
