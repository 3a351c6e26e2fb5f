/** Whom the farm's parts believe: authorities, their fingerprints, tokens to join with. */
@NullMarked
package dev.hearth.protocol.trust;

import org.jspecify.annotations.NullMarked;
