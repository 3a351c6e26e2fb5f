package dev.hearth.protocol.etcd;

import java.util.Set;

/**
 * How an etcd member fares.
 *
 * @param databaseBytes size on disk
 * @param alarms words such as {@code NOSPACE}; empty when all is well
 */
public record EtcdHealth(String version, long databaseBytes, Set<String> alarms) {}
