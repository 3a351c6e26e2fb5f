package dev.hearth.dispatcher.sql;

import dev.hearth.protocol.ProjectId;
import org.jspecify.annotations.Nullable;

/**
 * Which deliveries are asked for; null asks for all. The newest come first; the next page begins
 * behind the last one of the page before.
 *
 * @param ref a full name, or that of a branch or tag
 * @param commit the first digits of a hash
 * @param before only those that came before this one
 * @param limit 1 to 1001
 */
public record DeliveryQuery(
    @Nullable ProjectId project,
    @Nullable String decision,
    @Nullable String ref,
    @Nullable String commit,
    @Nullable String delivery,
    @Nullable String before,
    int limit) {}
