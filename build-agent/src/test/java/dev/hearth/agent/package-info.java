@NullMarked
package dev.hearth.agent;

import org.jspecify.annotations.NullMarked;
