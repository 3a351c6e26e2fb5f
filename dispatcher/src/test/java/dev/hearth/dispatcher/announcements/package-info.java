@NullMarked
package dev.hearth.dispatcher.announcements;

import org.jspecify.annotations.NullMarked;
