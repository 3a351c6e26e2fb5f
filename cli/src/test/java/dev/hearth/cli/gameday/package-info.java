@NullMarked
package dev.hearth.cli.gameday;

import org.jspecify.annotations.NullMarked;
