/** Who logs in, and whose request it is that a browser makes. */
@NullMarked
package dev.hearth.dispatcher.sessions;

import org.jspecify.annotations.NullMarked;
