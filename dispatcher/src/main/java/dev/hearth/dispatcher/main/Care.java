package dev.hearth.dispatcher.main;

import dev.hearth.dispatcher.DispatcherConfig;
import dev.hearth.dispatcher.api.Builds;
import dev.hearth.dispatcher.builds.WaitingBuilds;
import dev.hearth.dispatcher.doctor.Checks;
import dev.hearth.dispatcher.doctor.Doctor;
import dev.hearth.dispatcher.doctor.Known;
import dev.hearth.dispatcher.doctor.Mending;
import dev.hearth.dispatcher.doctor.SqlKnown;
import dev.hearth.dispatcher.farm.FarmView;
import dev.hearth.dispatcher.heads.HeadComparison;
import dev.hearth.dispatcher.heads.HeadKeeper;
import dev.hearth.dispatcher.hooks.BuildAcceptance;
import dev.hearth.dispatcher.metrics.Metrics;
import dev.hearth.dispatcher.queue.ProjectSeeds;
import dev.hearth.dispatcher.queue.RemoteRefs;
import dev.hearth.dispatcher.recovery.EtcdLoss;
import dev.hearth.dispatcher.recovery.RecoveryLoop;
import dev.hearth.dispatcher.registry.ImageRegistry;
import dev.hearth.protocol.etcd.FarmKeys;
import dev.hearth.protocol.etcd.KeyValues;
import dev.hearth.protocol.etcd.Leadership;
import java.time.Clock;
import java.util.List;

/** What makes good what was missed, lost or left behind, and who looks whether all is well. */
record Care(
    DispatcherConfig config,
    Storage storage,
    KeyValues etcd,
    FarmKeys keys,
    FarmView view,
    Leadership leadership,
    Clock clock) {
  void compareHeads(RemoteRefs remotes, BuildAcceptance acceptance, Metrics metrics, Closing all) {
    if (!config.compareHeads().isPositive()) {
      return;
    }
    HeadComparison comparison =
        new HeadComparison(
            etcd,
            keys,
            new ProjectSeeds(etcd, keys, storage.archive()),
            remotes,
            storage.baselines(),
            acceptance,
            clock);
    all.add(
            new HeadKeeper(
                comparison,
                storage.baselines(),
                storage::allProjects,
                config.compareHeads(),
                leadership,
                metrics,
                clock))
        .start();
  }

  void recover(Closing all) {
    EtcdLoss losses =
        new EtcdLoss(
            etcd,
            keys,
            view::builds,
            storage.underWay(),
            storage.archive(),
            storage.etcdUse(),
            storage.secrets().farm(),
            clock);
    all.add(new RecoveryLoop(losses, new Mending(etcd, keys, known()), leadership)).start();
  }

  Doctor doctor(ImageRegistry registry, Builds builds) {
    return new Doctor(
        etcd,
        keys,
        known(),
        List.of(
            () -> Checks.etcd(config.etcd()),
            () -> Checks.farm(etcd, keys, storage.secrets().farm()),
            () -> WaitingBuilds.check(builds),
            () -> Checks.tags(etcd, keys, registry, clock),
            () -> Checks.logs(storage.archive(), storage.logs(), config.keepLogs(), clock),
            () -> Checks.disk(List.of(config.home(), config.logs()))),
        () -> EtcdLoss.notices(storage.archive(), clock),
        clock);
  }

  private Known known() {
    return new SqlKnown(storage.projects(), storage.store(), storage.archive());
  }
}
