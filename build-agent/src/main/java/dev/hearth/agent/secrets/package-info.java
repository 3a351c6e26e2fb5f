/** An attempt's secrets, fetched from the dispatcher and kept in memory only. */
@NullMarked
package dev.hearth.agent.secrets;

import org.jspecify.annotations.NullMarked;
