/** The farm's image registry: from staging into a project's repository, by mounting. */
@NullMarked
package dev.hearth.dispatcher.registry;

import org.jspecify.annotations.NullMarked;
