/** The farm's API, as a program asks it. */
@NullMarked
package dev.hearth.cli.client;

import org.jspecify.annotations.NullMarked;
