package dev.hearth.dispatcher.logs;

/**
 * What became of a piece of log.
 *
 * @param length how many bytes from 0 are held now
 * @param gap whether the piece began behind that, and nothing of it was kept: send from there
 */
public record LogAppend(long length, boolean gap) {}
