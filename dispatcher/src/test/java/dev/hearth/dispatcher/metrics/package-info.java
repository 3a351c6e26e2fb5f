@NullMarked
package dev.hearth.dispatcher.metrics;

import org.jspecify.annotations.NullMarked;
