@NullMarked
package dev.hearth.dispatcher.images;

import org.jspecify.annotations.NullMarked;
