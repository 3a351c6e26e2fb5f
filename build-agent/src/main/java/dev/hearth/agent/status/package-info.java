/** What changes about an agent: whether it takes tasks, and why not. */
@NullMarked
package dev.hearth.agent.status;

import org.jspecify.annotations.NullMarked;
