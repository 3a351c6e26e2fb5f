@NullMarked
package dev.hearth.dispatcher.backup;

import org.jspecify.annotations.NullMarked;
