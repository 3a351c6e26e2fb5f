@NullMarked
package dev.hearth.testing;

import org.jspecify.annotations.NullMarked;
