/** The whole farm on real parts, and the rules by which its modules know each other. */
@NullMarked
package dev.hearth.e2e;

import org.jspecify.annotations.NullMarked;
