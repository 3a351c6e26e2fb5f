/**
 * What the elected dispatcher does: decide what every build needs next, and write it under its
 * fence.
 */
@NullMarked
package dev.hearth.dispatcher.leader;

import org.jspecify.annotations.NullMarked;
