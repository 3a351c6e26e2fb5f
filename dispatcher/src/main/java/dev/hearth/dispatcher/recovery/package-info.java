/** What is made good when etcd's data is lost, or when a key was left behind. */
@NullMarked
package dev.hearth.dispatcher.recovery;

import org.jspecify.annotations.NullMarked;
