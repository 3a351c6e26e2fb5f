@NullMarked
package dev.hearth.protocol.etcd;

import org.jspecify.annotations.NullMarked;
