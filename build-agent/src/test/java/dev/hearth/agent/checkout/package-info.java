@NullMarked
package dev.hearth.agent.checkout;

import org.jspecify.annotations.NullMarked;
