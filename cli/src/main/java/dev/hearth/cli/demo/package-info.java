/** The farm shows itself working, with a sample repository. */
@NullMarked
package dev.hearth.cli.demo;

import org.jspecify.annotations.NullMarked;
