@NullMarked
package dev.hearth.dispatcher.console;

import org.jspecify.annotations.NullMarked;
