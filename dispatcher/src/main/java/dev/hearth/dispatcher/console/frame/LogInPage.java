package dev.hearth.dispatcher.console.frame;

/**
 * What the page to log in at shows.
 *
 * @param name what was typed before
 * @param problem the key of a message; empty for none
 * @param next where to go then
 */
public record LogInPage(Frame frame, String name, String problem, String next) {}
