/** A copy of all that a farm must not lose, and the way back. */
@NullMarked
package dev.hearth.dispatcher.backup;

import org.jspecify.annotations.NullMarked;
