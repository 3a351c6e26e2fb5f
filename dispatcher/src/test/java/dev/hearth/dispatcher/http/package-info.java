@NullMarked
package dev.hearth.dispatcher.http;

import org.jspecify.annotations.NullMarked;
