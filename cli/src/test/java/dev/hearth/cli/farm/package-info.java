@NullMarked
package dev.hearth.cli.farm;

import org.jspecify.annotations.NullMarked;
