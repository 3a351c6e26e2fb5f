package dev.hearth.dispatcher.main;

import dev.hearth.dispatcher.DispatcherConfig;
import dev.hearth.dispatcher.agents.StandingTasks;
import dev.hearth.dispatcher.api.Agents;
import dev.hearth.dispatcher.api.Builds;
import dev.hearth.dispatcher.api.Cordons;
import dev.hearth.dispatcher.builds.Archiving;
import dev.hearth.dispatcher.builds.EtcdAgents;
import dev.hearth.dispatcher.builds.EtcdBuilds;
import dev.hearth.dispatcher.builds.EtcdCordons;
import dev.hearth.dispatcher.builds.EtcdTasks;
import dev.hearth.dispatcher.builds.LedgeredAcceptance;
import dev.hearth.dispatcher.builds.Retention;
import dev.hearth.dispatcher.doctor.Doctor;
import dev.hearth.dispatcher.farm.FarmView;
import dev.hearth.dispatcher.farm.ForeignDispatcherException;
import dev.hearth.dispatcher.farm.Housekeeping;
import dev.hearth.dispatcher.farm.Presence;
import dev.hearth.dispatcher.hooks.BuildAcceptance;
import dev.hearth.dispatcher.images.ImageRetention;
import dev.hearth.dispatcher.leader.Leader;
import dev.hearth.dispatcher.ledger.Ledgering;
import dev.hearth.dispatcher.metrics.FarmFigures;
import dev.hearth.dispatcher.metrics.Metrics;
import dev.hearth.dispatcher.publish.RememberedTags;
import dev.hearth.dispatcher.publish.StagedPublisher;
import dev.hearth.dispatcher.publish.TagKeeper;
import dev.hearth.dispatcher.publish.TagOwners;
import dev.hearth.dispatcher.publish.TagRepair;
import dev.hearth.dispatcher.publish.TagWriter;
import dev.hearth.dispatcher.queue.BuildQueue;
import dev.hearth.dispatcher.queue.RemoteRefs;
import dev.hearth.dispatcher.queue.StopOrders;
import dev.hearth.dispatcher.quotas.LiveQuotas;
import dev.hearth.dispatcher.registry.Publishing;
import dev.hearth.dispatcher.registry.RegistryClient;
import dev.hearth.dispatcher.registry.RegistryConfig;
import dev.hearth.dispatcher.registry.StoredImages;
import dev.hearth.protocol.DispatcherRecord;
import dev.hearth.protocol.etcd.FarmKeys;
import dev.hearth.protocol.etcd.JetcdKeyValues;
import dev.hearth.protocol.etcd.KeyValues;
import dev.hearth.protocol.etcd.Leadership;
import dev.hearth.protocol.trust.TrustedAuthorities;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is happening: everything that speaks with etcd and publishes. */
record Core(
    KeyValues etcd,
    FarmView view,
    RegistryClient registry,
    Metrics metrics,
    BuildAcceptance acceptance,
    Ledgering ledger,
    Builds builds,
    Agents agents,
    Cordons cordons,
    StandingTasks tasks,
    LiveQuotas quotas,
    Doctor doctor) {
  private static final Logger log = LoggerFactory.getLogger(Core.class);

  static Core start(
      DispatcherConfig config,
      Storage storage,
      RemoteRefs remotes,
      RegistryDoor door,
      Clock clock,
      Closing closing) {
    KeyValues etcd = closing.add(new JetcdKeyValues(config.etcd()));
    FarmKeys keys = new FarmKeys();
    Presence presence = closing.add(presence(config, storage, etcd, keys, clock));
    presence.start();
    FarmView view = closing.add(new FarmView(etcd, keys));
    RegistryClient registry = closing.add(new RegistryClient(registry(config, door)));
    Publishing publishing = new Publishing(registry);
    Metrics metrics =
        closing.add(new Metrics(() -> FarmFigures.of(view.snapshot(), clock.instant())));
    LiveQuotas quotas = new LiveQuotas(storage.quotas()::quotas, view::table, storage.projects());
    BuildQueue queue =
        new BuildQueue(
            etcd,
            keys,
            view,
            remotes,
            storage.archive(),
            wanted -> quotas.requireRoom(wanted.project().name(), wanted.by()),
            clock);
    Ledgering ledger = new Ledgering(storage.journal(), clock);
    BuildAcceptance acceptance =
        Counted.acceptance(
            new LedgeredAcceptance(
                queue::accept, storage.deliveries()::build, ledger::asked, clock),
            metrics);
    metrics.journal(storage.journal());
    StopOrders stops = new StopOrders(etcd, keys);
    RememberedTags tags =
        new RememberedTags(
            storage.tags()::find, storage.tags().newestMoving(RememberedTags.MOST).reversed());
    TagOwners tagOwners = new TagOwners(etcd, keys, tags, publishing);
    Leadership leadership =
        closing.add(
            Leadership.campaign(etcd, keys.leader(), config.id(), config.leaseTtl(), clock));
    TagWriter tagWriter = new TagWriter(etcd, publishing, tags, leadership::remaining);
    Leader leader =
        closing.add(
            new Leader(
                etcd,
                keys,
                view,
                leadership,
                presence::steady,
                storage.projects(),
                storage.quotas()::quotas,
                stops,
                config.registry().address(),
                new StagedPublisher(
                    etcd,
                    keys,
                    storage.projects(),
                    tagOwners,
                    publishing,
                    tagWriter,
                    leadership::remaining,
                    clock),
                Counted.archiver(new Archiving(etcd, storage.archive()), metrics),
                metrics::placed,
                metrics::decided,
                clock));
    view.whenChanged(leader::wake);
    leader.start();
    closing
        .add(
            new TagKeeper(
                tagWriter,
                new TagRepair(
                    etcd,
                    keys,
                    publishing,
                    tagWriter,
                    storage.projects(),
                    storage.tags()::record,
                    clock),
                leadership::fence,
                clock))
        .start();
    closing
        .add(
            new Retention(
                storage.logs(),
                config.keepLogs(),
                storage.deliveries(),
                config.keepDeliveries(),
                leadership,
                clock))
        .start();
    closing
        .add(
            new ImageRetention(
                storage::allProjects,
                storage.repositories(),
                storage.tags(),
                new StoredImages(registry),
                storage.people().trail(),
                leadership))
        .start();
    Care care = new Care(config, storage, etcd, keys, view, leadership, clock);
    care.compareHeads(remotes, acceptance, metrics, closing);
    care.recover(closing);
    closing.add(new Housekeeping(etcd, leadership, metrics::etcd)).start();
    Builds builds =
        new EtcdBuilds(
            etcd,
            keys,
            acceptance,
            stops,
            view,
            storage.projects(),
            storage.archive(),
            remotes,
            tagOwners,
            quotas,
            clock);
    return new Core(
        etcd,
        view,
        registry,
        metrics,
        acceptance,
        ledger,
        builds,
        new EtcdAgents(view),
        new EtcdCordons(etcd, keys),
        new EtcdTasks(etcd, keys, view),
        quotas,
        care.doctor(publishing, builds));
  }

  private static Presence presence(
      DispatcherConfig config, Storage storage, KeyValues etcd, FarmKeys keys, Clock clock) {
    return new Presence(
        etcd,
        keys,
        new DispatcherRecord(
            config.id(), config.agentsUrl(), storage.secrets().farm(), clock.instant()),
        !config.database().isPostgres(),
        config.leaseTtl(),
        Core::end);
  }

  /** Without waiting for anything: whatever this dispatcher did now would be another farm's. */
  private static void end(ForeignDispatcherException why) {
    log.atError().log(why.getMessage());
    Runtime.getRuntime().halt(1);
  }

  private static RegistryConfig registry(DispatcherConfig config, RegistryDoor door) {
    return RegistryConfig.of(
        URI.create(config.registry().url()),
        door.authorization(),
        trust(config.joining().authorities()));
  }

  private static SSLContext trust(@Nullable Path authorities) {
    try {
      return authorities == null
          ? TrustedAuthorities.ofThisJava()
          : TrustedAuthorities.in(authorities);
    } catch (IOException e) {
      throw new UncheckedIOException("tried to read HEARTH_FARM_CA, but " + e.getMessage(), e);
    }
  }
}
