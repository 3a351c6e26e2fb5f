@NullMarked
package dev.hearth.agent.results;

import org.jspecify.annotations.NullMarked;
