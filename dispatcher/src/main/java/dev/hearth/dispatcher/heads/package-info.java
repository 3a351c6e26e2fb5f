/** Hooks that never came, made good: heads at the Git hosts compared with what was built. */
@NullMarked
package dev.hearth.dispatcher.heads;

import org.jspecify.annotations.NullMarked;
