@NullMarked
package dev.hearth.dispatcher.joining;

import org.jspecify.annotations.NullMarked;
