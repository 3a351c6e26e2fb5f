package dev.hearth.cache;

import java.nio.file.Path;

/**
 * One directory of an open cache.
 *
 * @param path where it belongs in the builder's home directory
 * @param directory absolute, on this host; it belongs to the build's user
 */
public record CacheDirectory(CachePath path, Path directory) {}
