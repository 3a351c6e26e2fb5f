/** The registry's doorman: who gets a token for what. */
@NullMarked
package dev.hearth.dispatcher.doorman;

import org.jspecify.annotations.NullMarked;
