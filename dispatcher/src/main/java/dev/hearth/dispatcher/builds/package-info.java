/** Builds, agents and tasks as people and agents ask for them: etcd first, the archive second. */
@NullMarked
package dev.hearth.dispatcher.builds;

import org.jspecify.annotations.NullMarked;
