package dev.hearth.cli.bench;

import dev.hearth.cli.farm.Farm;
import dev.hearth.protocol.etcd.EtcdConfig;

/** How a bench reaches the etcd of its farm: with the dispatcher's rights. */
final class BenchEtcd {
  private BenchEtcd() {}

  static EtcdConfig of(Farm farm) {
    return farm.etcd();
  }
}
