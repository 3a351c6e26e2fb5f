/** What an agent proves itself by, and how that is renewed while it works. */
@NullMarked
package dev.hearth.agent.keys;

import org.jspecify.annotations.NullMarked;
