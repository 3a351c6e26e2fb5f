package dev.hearth.dispatcher.console.frame;

/**
 * What an error's page shows.
 *
 * @param sentence what was tried, what was wrong, what to do
 */
public record ErrorPage(Frame frame, int status, String sentence) {}
