/** What Git hosts say: the refs of a repository, and the keys of an SSH server. */
@NullMarked
package dev.hearth.dispatcher.remote;

import org.jspecify.annotations.NullMarked;
