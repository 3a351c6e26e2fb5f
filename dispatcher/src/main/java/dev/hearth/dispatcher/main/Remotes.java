package dev.hearth.dispatcher.main;

import dev.hearth.dispatcher.DispatcherConfig;
import dev.hearth.dispatcher.RefusedException;
import dev.hearth.dispatcher.api.HostKeys;
import dev.hearth.dispatcher.queue.RemoteRefs;

/** How Git hosts are asked. */
final class Remotes {
  private Remotes() {}

  static RemoteRefs refs(DispatcherConfig config, Storage storage) {
    return project -> {
      throw RefusedException.impossible("later");
    };
  }

  static HostKeys hostKeys(DispatcherConfig config) {
    return url -> {
      throw RefusedException.impossible("later");
    };
  }
}
