package dev.hearth.protocol;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The last accepted head of a ref.
 *
 * @param before null when unknown or when the ref was new
 * @param number of the build that was accepted for it
 * @param sequence counts the accepted heads of this ref, from 1
 * @param cause of the build that was accepted for it; null if an older version wrote it
 */
public record Head(
    String ref,
    @Nullable Commit before,
    Commit after,
    long sequence,
    BuildId build,
    long number,
    Instant at,
    @Nullable Cause cause) {}
