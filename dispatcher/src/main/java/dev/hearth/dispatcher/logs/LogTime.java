package dev.hearth.dispatcher.logs;

import java.time.Instant;

/**
 * When a part of a log came here.
 *
 * @param offset of its first byte
 */
public record LogTime(long offset, Instant came) {}
