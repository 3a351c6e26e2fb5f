package dev.hearth.agent.engine;

/**
 * What an engine says of itself.
 *
 * @param release as {@code 20.10.24}
 * @param oldestApi the oldest API version that it answers, as {@code 1.12}
 * @param newestApi the newest, as {@code 1.41}
 */
public record EngineVersion(String release, String oldestApi, String newestApi) {}
