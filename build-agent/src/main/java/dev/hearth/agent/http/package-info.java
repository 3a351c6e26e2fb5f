/** How the agent speaks to a dispatcher. */
@NullMarked
package dev.hearth.agent.http;

import org.jspecify.annotations.NullMarked;
