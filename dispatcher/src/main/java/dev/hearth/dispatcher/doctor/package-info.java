/** Whether the farm's invariants hold, and what is done where they do not. */
@NullMarked
package dev.hearth.dispatcher.doctor;

import org.jspecify.annotations.NullMarked;
