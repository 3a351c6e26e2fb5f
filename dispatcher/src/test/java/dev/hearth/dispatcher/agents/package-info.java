@NullMarked
package dev.hearth.dispatcher.agents;

import org.jspecify.annotations.NullMarked;
