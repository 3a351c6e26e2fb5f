@NullMarked
package dev.hearth.agent.logs;

import org.jspecify.annotations.NullMarked;
