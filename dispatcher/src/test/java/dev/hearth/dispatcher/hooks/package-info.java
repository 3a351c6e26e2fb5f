@NullMarked
package dev.hearth.dispatcher.hooks;

import org.jspecify.annotations.NullMarked;
