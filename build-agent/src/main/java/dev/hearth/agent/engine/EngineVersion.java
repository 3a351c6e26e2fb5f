package dev.hearth.agent.engine;

/**
 * What an engine says of itself.
 *
 * @param oldestApi the oldest API version that it answers, as {@code 1.12}
 * @param newestApi the newest, as {@code 1.41}
 */
record EngineVersion(String oldestApi, String newestApi) {}
