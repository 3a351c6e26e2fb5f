/** The routes for agents: an attempt's secrets, and its log. */
@NullMarked
package dev.hearth.dispatcher.agents;

import org.jspecify.annotations.NullMarked;
