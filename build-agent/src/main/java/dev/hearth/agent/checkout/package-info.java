/** From a commit's hash to a work tree: mirrors, submodules, and what may be read of a commit. */
@NullMarked
package dev.hearth.agent.checkout;

import org.jspecify.annotations.NullMarked;
