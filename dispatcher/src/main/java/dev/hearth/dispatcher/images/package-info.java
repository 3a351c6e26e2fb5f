/** The images in the registry, as people see and handle them. */
@NullMarked
package dev.hearth.dispatcher.images;

import org.jspecify.annotations.NullMarked;
