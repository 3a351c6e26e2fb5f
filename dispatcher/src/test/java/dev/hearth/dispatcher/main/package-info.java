@NullMarked
package dev.hearth.dispatcher.main;

import org.jspecify.annotations.NullMarked;
