@NullMarked
package dev.hearth.agent.image;

import org.jspecify.annotations.NullMarked;
