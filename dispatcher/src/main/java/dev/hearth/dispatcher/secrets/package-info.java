/** The farm's own key, what is sealed with it, and the token of its administrator. */
@NullMarked
package dev.hearth.dispatcher.secrets;

import org.jspecify.annotations.NullMarked;
