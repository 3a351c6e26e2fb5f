/** What was done with a thing: one list, for the pages of every kind of thing. */
@NullMarked
package dev.hearth.dispatcher.console.activity;

import org.jspecify.annotations.NullMarked;
