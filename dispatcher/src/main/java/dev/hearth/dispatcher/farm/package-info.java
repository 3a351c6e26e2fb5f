/** What the farm looks like just now, as mirrors of etcd tell it. */
@NullMarked
package dev.hearth.dispatcher.farm;

import org.jspecify.annotations.NullMarked;
