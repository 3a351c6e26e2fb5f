/** Help: who may do what, and how builds become fast. */
@NullMarked
package dev.hearth.dispatcher.console.help;

import org.jspecify.annotations.NullMarked;
