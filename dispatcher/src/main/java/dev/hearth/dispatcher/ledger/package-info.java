/** The ledger of deliveries, written beside the answers. */
@NullMarked
package dev.hearth.dispatcher.ledger;

import org.jspecify.annotations.NullMarked;
