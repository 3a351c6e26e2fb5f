package dev.hearth.protocol;

import java.time.Instant;

/**
 * What a tag of an image should be.
 *
 * @param digest {@code sha256:…} of the manifest
 * @param sequence the head sequence of the build that set it; 0 for a tag that does not move
 * @param ref whose sequence it is; empty for a tag that does not move
 */
public record WantedTag(
    String repository,
    String tag,
    String digest,
    Commit commit,
    String ref,
    long sequence,
    BuildId build,
    Instant at) {}
