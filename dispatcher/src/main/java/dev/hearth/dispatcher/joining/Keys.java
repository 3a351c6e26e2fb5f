package dev.hearth.dispatcher.joining;

import dev.hearth.dispatcher.projects.Secret;
import java.util.Optional;

/**
 * New keys of an agent; to be shown once.
 *
 * @param key for the dispatchers
 * @param etcdPassword empty: the one before stays, or etcd asks for none
 */
public record Keys(Secret key, Optional<Secret> etcdPassword) {}
