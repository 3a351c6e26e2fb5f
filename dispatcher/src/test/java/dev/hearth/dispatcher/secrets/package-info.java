@NullMarked
package dev.hearth.dispatcher.secrets;

import org.jspecify.annotations.NullMarked;
