/** The whole farm, for its operators: figures, activity, people. */
@NullMarked
package dev.hearth.dispatcher.console.farm;

import org.jspecify.annotations.NullMarked;
