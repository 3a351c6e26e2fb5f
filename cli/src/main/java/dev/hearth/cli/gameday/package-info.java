/** A farm that is harmed by plan, and what must be true of it afterwards. */
@NullMarked
package dev.hearth.cli.gameday;

import org.jspecify.annotations.NullMarked;
