/** Asking for a build by hand. */
@NullMarked
package dev.hearth.dispatcher.console.buildnow;

import org.jspecify.annotations.NullMarked;
