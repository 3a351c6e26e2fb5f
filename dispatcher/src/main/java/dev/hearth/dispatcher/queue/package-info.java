/** Builds come in and are told to stop: guarded transactions that any dispatcher may make. */
@NullMarked
package dev.hearth.dispatcher.queue;

import org.jspecify.annotations.NullMarked;
