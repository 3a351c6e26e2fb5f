/** The dispatcher's core in virtual time, against models of etcd, agents, Git host and registry. */
@NullMarked
package dev.hearth.dispatcher.simulation;

import org.jspecify.annotations.NullMarked;
