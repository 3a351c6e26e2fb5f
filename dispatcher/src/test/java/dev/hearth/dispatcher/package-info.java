@NullMarked
package dev.hearth.dispatcher;

import org.jspecify.annotations.NullMarked;
