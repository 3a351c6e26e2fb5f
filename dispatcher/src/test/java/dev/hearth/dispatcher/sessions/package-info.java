@NullMarked
package dev.hearth.dispatcher.sessions;

import org.jspecify.annotations.NullMarked;
