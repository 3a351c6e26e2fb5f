/** How many builds groups and users may have at once. */
@NullMarked
package dev.hearth.dispatcher.quotas;

import org.jspecify.annotations.NullMarked;
