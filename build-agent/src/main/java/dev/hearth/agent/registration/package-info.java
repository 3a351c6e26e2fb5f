/** Who this agent is, and how it holds its place in the farm: identity, lease, key. */
@NullMarked
package dev.hearth.agent.registration;

import org.jspecify.annotations.NullMarked;
