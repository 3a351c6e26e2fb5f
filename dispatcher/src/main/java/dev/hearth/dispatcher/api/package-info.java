/** The routes for people, and the ports through which they reach the farm's core. */
@NullMarked
package dev.hearth.dispatcher.api;

import org.jspecify.annotations.NullMarked;
