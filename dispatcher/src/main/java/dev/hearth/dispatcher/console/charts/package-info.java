/** Drawings that the server makes: SVG, without a script. */
@NullMarked
package dev.hearth.dispatcher.console.charts;

import org.jspecify.annotations.NullMarked;
