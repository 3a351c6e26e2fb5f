@NullMarked
package dev.hearth.agent.registration;

import org.jspecify.annotations.NullMarked;
