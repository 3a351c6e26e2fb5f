@NullMarked
package dev.hearth.dispatcher.recovery;

import org.jspecify.annotations.NullMarked;
