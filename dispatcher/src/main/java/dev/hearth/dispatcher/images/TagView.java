package dev.hearth.dispatcher.images;

import dev.hearth.protocol.WantedTag;
import org.jspecify.annotations.Nullable;

/**
 * A tag, as it is shown.
 *
 * @param size in bytes, as it is pulled
 * @param origin by which build, from which commit and when it was written; null: not by the farm,
 *     or overwritten by hand since
 */
public record TagView(String tag, String digest, long size, @Nullable WantedTag origin) {}
