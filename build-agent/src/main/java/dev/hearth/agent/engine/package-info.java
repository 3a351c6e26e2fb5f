@NullMarked
package dev.hearth.agent.engine;

import org.jspecify.annotations.NullMarked;
