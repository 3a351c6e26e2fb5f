package dev.hearth.dispatcher.logs;

/**
 * A stage's part of a log.
 *
 * @param stage its name
 * @param from its first line, from 0: the one that says that it begins
 * @param to behind its last line; -1 while it lasts
 */
public record LogSection(String stage, long from, long to) {}
