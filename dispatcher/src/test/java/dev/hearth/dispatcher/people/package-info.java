@NullMarked
package dev.hearth.dispatcher.people;

import org.jspecify.annotations.NullMarked;
