@NullMarked
package dev.hearth.cli.terminal;

import org.jspecify.annotations.NullMarked;
