/** What builds print: kept in chunks that are written once, filtered for those who read it. */
@NullMarked
package dev.hearth.dispatcher.logs;

import org.jspecify.annotations.NullMarked;
