@NullMarked
package dev.hearth.git;

import org.jspecify.annotations.NullMarked;
