@NullMarked
package dev.hearth.dispatcher.console.pages;

import org.jspecify.annotations.NullMarked;
