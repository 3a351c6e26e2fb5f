/** Who uses the farm, and what they may do with which of its things. */
@NullMarked
package dev.hearth.dispatcher.people;

import org.jspecify.annotations.NullMarked;
