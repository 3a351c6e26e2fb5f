/** Who has a role on a thing: one list and its forms, for the pages of every kind of thing. */
@NullMarked
package dev.hearth.dispatcher.console.members;

import org.jspecify.annotations.NullMarked;
