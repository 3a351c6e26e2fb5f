/** From staging to the project's repository: which tags, and in which order. */
@NullMarked
package dev.hearth.dispatcher.publish;

import org.jspecify.annotations.NullMarked;
