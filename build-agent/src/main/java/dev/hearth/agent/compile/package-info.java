@NullMarked
package dev.hearth.agent.compile;

import org.jspecify.annotations.NullMarked;
