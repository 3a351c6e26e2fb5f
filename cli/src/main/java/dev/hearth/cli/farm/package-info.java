/** A farm on this machine: its parts started, looked at and stopped. */
@NullMarked
package dev.hearth.cli.farm;

import org.jspecify.annotations.NullMarked;
