@NullMarked
package dev.hearth.agent.network;

import org.jspecify.annotations.NullMarked;
