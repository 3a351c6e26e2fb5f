/** The pages of images: repositories, their tags, promoting, deleting, and what drifted. */
@NullMarked
package dev.hearth.dispatcher.console.images;

import org.jspecify.annotations.NullMarked;
