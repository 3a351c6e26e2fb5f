/** What every page of the console stands in: layout, messages, assets, sessions, forms, errors. */
@NullMarked
package dev.hearth.dispatcher.console.frame;

import org.jspecify.annotations.NullMarked;
