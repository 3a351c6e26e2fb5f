@NullMarked
package dev.hearth.protocol.trust;

import org.jspecify.annotations.NullMarked;
