@NullMarked
package dev.hearth.dispatcher.projects;

import org.jspecify.annotations.NullMarked;
