@NullMarked
package dev.hearth.dispatcher.farm;

import org.jspecify.annotations.NullMarked;
