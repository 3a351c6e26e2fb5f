/**
 * How the farm's records are kept in etcd: the key layout, the codec, guarded transactions, leases
 * and the list-then-watch mirror. Nothing outside this package knows jetcd.
 */
@NullMarked
package dev.hearth.protocol.etcd;

import org.jspecify.annotations.NullMarked;
