@NullMarked
package dev.hearth.dispatcher.doorman;

import org.jspecify.annotations.NullMarked;
