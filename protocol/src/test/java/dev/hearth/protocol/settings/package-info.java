@NullMarked
package dev.hearth.protocol.settings;

import org.jspecify.annotations.NullMarked;
