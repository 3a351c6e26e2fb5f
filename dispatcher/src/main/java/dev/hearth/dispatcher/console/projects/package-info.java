/** The pages of projects: their list, creating one, and each with its settings and people. */
@NullMarked
package dev.hearth.dispatcher.console.projects;

import org.jspecify.annotations.NullMarked;
