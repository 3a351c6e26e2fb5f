/**
 * Real servers for tests: each starts in a container of its own on a loopback port that outlives a
 * restart, and is gone when closed.
 */
@NullMarked
package dev.hearth.testing;

import org.jspecify.annotations.NullMarked;
