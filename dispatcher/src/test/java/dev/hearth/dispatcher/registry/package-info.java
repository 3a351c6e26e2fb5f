@NullMarked
package dev.hearth.dispatcher.registry;

import org.jspecify.annotations.NullMarked;
