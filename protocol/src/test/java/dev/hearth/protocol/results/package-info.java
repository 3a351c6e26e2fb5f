@NullMarked
package dev.hearth.protocol.results;

import org.jspecify.annotations.NullMarked;
