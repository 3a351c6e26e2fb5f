@NullMarked
package dev.hearth.dispatcher.heads;

import org.jspecify.annotations.NullMarked;
