package dev.hearth.dispatcher.main;

import dev.hearth.dispatcher.DispatcherConfig;
import dev.hearth.dispatcher.joining.EtcdUsers;
import dev.hearth.dispatcher.joining.FarmAddresses;
import dev.hearth.dispatcher.joining.Joining;
import dev.hearth.protocol.etcd.FarmKeys;

/** How hosts join this farm. */
final class Doorkeeper {
  private Doorkeeper() {}

  static Joining of(DispatcherConfig config, Storage storage, Core core) {
    DispatcherConfig.Joining joining = config.joining();
    DispatcherConfig.Tls tls = config.tls();
    FarmKeys keys = new FarmKeys();
    return new Joining(
        storage.joinTokens(),
        storage.agentKeys(),
        new EtcdUsers(config.etcd(), joining.etcdRootPassword(), keys),
        core.etcd(),
        keys,
        new FarmAddresses(
            joining.settings().getOrDefault("HEARTH_FARM", ""),
            joining.etcdAdvertised(),
            config.registry().address(),
            joining.authorities(),
            tls == null ? null : tls.certificate(),
            joining.settings()),
        config.agentsUrl());
  }
}
