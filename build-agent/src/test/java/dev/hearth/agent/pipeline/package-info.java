@NullMarked
package dev.hearth.agent.pipeline;

import org.jspecify.annotations.NullMarked;
