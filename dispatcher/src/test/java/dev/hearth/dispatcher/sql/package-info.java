@NullMarked
package dev.hearth.dispatcher.sql;

import org.jspecify.annotations.NullMarked;
