@NullMarked
package dev.hearth.dispatcher.ledger;

import org.jspecify.annotations.NullMarked;
