@NullMarked
package dev.hearth.dispatcher.logs;

import org.jspecify.annotations.NullMarked;
