/** The dispatcher put together: the only package that knows all others. */
@NullMarked
package dev.hearth.dispatcher.main;

import org.jspecify.annotations.NullMarked;
