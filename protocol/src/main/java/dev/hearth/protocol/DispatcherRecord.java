package dev.hearth.protocol;

import java.time.Instant;

/** A dispatcher that is up, and where it can be reached. */
public record DispatcherRecord(String id, String url, Instant since) {}
