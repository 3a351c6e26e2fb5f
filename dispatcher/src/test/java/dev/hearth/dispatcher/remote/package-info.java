@NullMarked
package dev.hearth.dispatcher.remote;

import org.jspecify.annotations.NullMarked;
