package dev.hearth.protocol;

import java.time.Instant;

/** The dispatcher that places and publishes. */
public record LeaderRecord(String dispatcher, Instant since) {}
