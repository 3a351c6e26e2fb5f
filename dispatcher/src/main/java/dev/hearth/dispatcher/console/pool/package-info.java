/** The pool, for those who run it: its hosts, each by itself, and the queue. */
@NullMarked
package dev.hearth.dispatcher.console.pool;

import org.jspecify.annotations.NullMarked;
