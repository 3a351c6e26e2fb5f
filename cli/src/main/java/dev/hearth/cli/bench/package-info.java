/** The farm measured. */
@NullMarked
package dev.hearth.cli.bench;

import org.jspecify.annotations.NullMarked;
