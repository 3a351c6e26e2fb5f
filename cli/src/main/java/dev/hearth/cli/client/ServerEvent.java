package dev.hearth.cli.client;

/**
 * One server-sent event.
 *
 * @param id empty where the event has none
 * @param kind {@code message} where the event does not say
 */
public record ServerEvent(String id, String kind, String data) {}
