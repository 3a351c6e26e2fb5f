@NullMarked
package dev.hearth.dispatcher.builds;

import org.jspecify.annotations.NullMarked;
