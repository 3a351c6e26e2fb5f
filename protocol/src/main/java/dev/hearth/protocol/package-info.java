/**
 * What dispatcher and agent say to each other: the domain's records and states. Knows nothing but
 * the JDK and Jackson's annotations; how they are kept in etcd is {@code dev.hearth.protocol.etcd}.
 */
@NullMarked
package dev.hearth.protocol;

import org.jspecify.annotations.NullMarked;
