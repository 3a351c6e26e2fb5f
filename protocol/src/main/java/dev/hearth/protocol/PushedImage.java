package dev.hearth.protocol;

/**
 * An image that an attempt has put into staging.
 *
 * @param repository {@code hearth-staging/{project}/{image}}; its tag is the attempt
 * @param digest {@code sha256:…} of the manifest
 */
public record PushedImage(String name, String repository, String digest) {}
