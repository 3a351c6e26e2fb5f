package dev.hearth.protocol;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A dispatcher that is up, and where it can be reached.
 *
 * @param farm the id of the farm in its database; null if it did not tell
 */
public record DispatcherRecord(String id, String url, @Nullable String farm, Instant since) {}
