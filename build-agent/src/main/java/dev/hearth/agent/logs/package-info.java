/** An attempt's log: kept on the agent's own disk until the dispatcher has acknowledged it. */
@NullMarked
package dev.hearth.agent.logs;

import org.jspecify.annotations.NullMarked;
