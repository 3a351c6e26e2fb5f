package dev.hearth.dispatcher.logs;

/**
 * Bytes of a log that never came.
 *
 * @param to exclusive
 */
public record LogGap(long from, long to) {}
