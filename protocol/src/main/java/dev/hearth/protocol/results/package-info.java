/** What the tests of an attempt said, as its agent tells it and dispatchers keep it. */
@NullMarked
package dev.hearth.protocol.results;

import org.jspecify.annotations.NullMarked;
