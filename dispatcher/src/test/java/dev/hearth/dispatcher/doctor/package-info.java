@NullMarked
package dev.hearth.dispatcher.doctor;

import org.jspecify.annotations.NullMarked;
