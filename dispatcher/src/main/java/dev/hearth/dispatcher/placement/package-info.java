/** Which host builds what, and why: pure functions of snapshots. */
@NullMarked
package dev.hearth.dispatcher.placement;

import org.jspecify.annotations.NullMarked;
