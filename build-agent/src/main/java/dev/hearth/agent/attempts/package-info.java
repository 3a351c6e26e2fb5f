/** Makes what runs on this host equal to the tasks that stand under the agent's key. */
@NullMarked
package dev.hearth.agent.attempts;

import org.jspecify.annotations.NullMarked;
