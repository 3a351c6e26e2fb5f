/** What those who run the farm tell everybody. */
@NullMarked
package dev.hearth.dispatcher.announcements;

import org.jspecify.annotations.NullMarked;
