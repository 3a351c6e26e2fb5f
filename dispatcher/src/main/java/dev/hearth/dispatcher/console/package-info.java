/** The console: pages that this server renders. */
@NullMarked
package dev.hearth.dispatcher.console;

import org.jspecify.annotations.NullMarked;
