@NullMarked
package dev.hearth.dispatcher.console.builds;

import org.jspecify.annotations.NullMarked;
