@NullMarked
package dev.hearth.webhook;

import org.jspecify.annotations.NullMarked;
