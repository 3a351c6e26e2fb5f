/** The pages of builds: their list, each with its timeline and log, and asking for one. */
@NullMarked
package dev.hearth.dispatcher.console.builds;

import org.jspecify.annotations.NullMarked;
