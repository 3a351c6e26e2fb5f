@NullMarked
package dev.hearth.dispatcher.console.frame;

import org.jspecify.annotations.NullMarked;
