/** How hosts become part of the farm, get new keys, and are shut out. */
@NullMarked
package dev.hearth.dispatcher.joining;

import org.jspecify.annotations.NullMarked;
