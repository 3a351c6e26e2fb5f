/** How a host becomes an agent of a farm, and what it keeps of that. */
@NullMarked
package dev.hearth.agent.joining;

import org.jspecify.annotations.NullMarked;
