@NullMarked
package dev.hearth.dispatcher.quotas;

import org.jspecify.annotations.NullMarked;
