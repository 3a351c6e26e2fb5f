/** What a command sees of the terminal it was typed into. */
@NullMarked
package dev.hearth.cli.terminal;

import org.jspecify.annotations.NullMarked;
