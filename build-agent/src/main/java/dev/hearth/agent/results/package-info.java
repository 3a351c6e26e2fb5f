/** The JUnit XML that a compile leaves: found, read, summed up, and brought to a dispatcher. */
@NullMarked
package dev.hearth.agent.results;

import org.jspecify.annotations.NullMarked;
