/** The farm's figures and its health. */
@NullMarked
package dev.hearth.dispatcher.metrics;

import org.jspecify.annotations.NullMarked;
