@NullMarked
package dev.hearth.agent.attempts;

import org.jspecify.annotations.NullMarked;
