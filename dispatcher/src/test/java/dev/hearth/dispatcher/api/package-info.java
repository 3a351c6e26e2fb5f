@NullMarked
package dev.hearth.dispatcher.api;

import org.jspecify.annotations.NullMarked;
