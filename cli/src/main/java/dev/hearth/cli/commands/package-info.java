/** The subcommands of {@code hearth}. */
@NullMarked
package dev.hearth.cli.commands;

import org.jspecify.annotations.NullMarked;
