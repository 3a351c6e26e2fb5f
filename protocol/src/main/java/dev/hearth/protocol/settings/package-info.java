/** How every process of the farm reads its settings: from the environment, all problems at once. */
@NullMarked
package dev.hearth.protocol.settings;

import org.jspecify.annotations.NullMarked;
