package dev.hearth.protocol;

import java.time.Instant;

/**
 * Whose etcd this is. Where it is missing though the database knows it, etcd lost its data.
 *
 * @param id as the farm's database has it
 */
public record FarmRecord(String id, Instant since) {}
