@NullMarked
package dev.hearth.protocol;

import org.jspecify.annotations.NullMarked;
