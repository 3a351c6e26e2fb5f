package dev.hearth.dispatcher.simulation;

import dev.hearth.dispatcher.RefusedException;
import dev.hearth.dispatcher.builds.Archiving;
import dev.hearth.dispatcher.heads.HeadComparison;
import dev.hearth.dispatcher.leader.SteppedLeader;
import dev.hearth.dispatcher.projects.Project;
import dev.hearth.dispatcher.projects.ProjectTable;
import dev.hearth.dispatcher.publish.RememberedTags;
import dev.hearth.dispatcher.publish.StagedPublisher;
import dev.hearth.dispatcher.publish.TagKeeper;
import dev.hearth.dispatcher.publish.TagOwners;
import dev.hearth.dispatcher.publish.TagRepair;
import dev.hearth.dispatcher.publish.TagWriter;
import dev.hearth.dispatcher.queue.BuildQueue;
import dev.hearth.dispatcher.queue.ProjectSeeds;
import dev.hearth.dispatcher.queue.RemoteRefs;
import dev.hearth.dispatcher.queue.StopOrders;
import dev.hearth.dispatcher.quotas.Quotas;
import dev.hearth.dispatcher.registry.ModelImageRegistry;
import dev.hearth.dispatcher.sql.DatabaseDownException;
import dev.hearth.dispatcher.sql.HeadBaselines;
import dev.hearth.dispatcher.sql.ModelArchives;
import dev.hearth.protocol.LeaderRecord;
import dev.hearth.protocol.etcd.EtcdUnavailableException;
import dev.hearth.protocol.etcd.FarmKeys;
import dev.hearth.protocol.etcd.Fence;
import dev.hearth.protocol.etcd.KeyValues;
import dev.hearth.protocol.etcd.Transaction;
import dev.hearth.protocol.etcd.Versioned;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** A dispatcher made of the real parts; what its threads do is done when somebody says so. */
final class SimulatedDispatcher {
  private static final Duration TTL = Duration.ofSeconds(10);

  final String name;
  final BuildQueue queue;
  final StopOrders stops;
  private final KeyValues etcd;
  private final FarmKeys keys;
  private final ModelImageRegistry registry;
  private final Random random;
  private final Clock clock;
  private final LaggingView view;
  private final SteppedLeader leader;
  private final TagKeeper tags;
  private final List<SteppedLeader.Work> works = new ArrayList<>();
  private Instant asleepUntil = Instant.MIN;
  private Instant keptAt = Instant.MIN;
  private long lease;
  private @Nullable Fence fence;
  private @Nullable Fence listedUnder;
  private final HeadComparison heads;
  private boolean campaigning;

  SimulatedDispatcher(
      String name,
      KeyValues etcd,
      FarmKeys keys,
      ProjectTable projects,
      Quotas quotas,
      RemoteRefs remotes,
      RemoteRefs headsOfRemotes,
      HeadBaselines baselines,
      ModelArchives archives,
      ModelImageRegistry registry,
      Random random,
      Clock clock) {
    this.name = name;
    this.etcd = etcd;
    this.keys = keys;
    this.registry = registry;
    this.random = random;
    this.clock = clock;
    this.view = new LaggingView(etcd, keys);
    this.queue = new BuildQueue(etcd, keys, view::builds, remotes, archives, clock);
    this.heads =
        new HeadComparison(
            etcd,
            keys,
            new ProjectSeeds(etcd, keys, archives),
            headsOfRemotes,
            baselines,
            queue::accept,
            clock);
    this.stops = new StopOrders(etcd, keys);
    RememberedTags archived = new RememberedTags(archives::findTag, List.of());
    TagOwners owners = new TagOwners(etcd, keys, archived, registry);
    TagWriter writer = new TagWriter(etcd, registry, archived, this::leaseLeft);
    this.leader =
        new SteppedLeader(
            etcd,
            keys,
            projects,
            quotas,
            new StagedPublisher(
                etcd, keys, projects, owners, registry, writer, this::leaseLeft, clock),
            new Archiving(etcd, archives::insertIfAbsent),
            clock);
    this.tags =
        new TagKeeper(
            writer,
            new TagRepair(etcd, keys, registry, writer, projects, archives::record, clock),
            this::fence,
            clock);
  }

  boolean acts() {
    return !asleepUntil.isAfter(clock.instant());
  }

  void sleep(Duration time) {
    asleepUntil = clock.instant().plus(time);
  }

  void wake() {
    asleepUntil = Instant.MIN;
  }

  void close() {
    view.mirrors().forEach(LaggingMirror::close);
  }

  /** Lets another lead at once. */
  void resign() {
    if (fence != null) {
      trying(() -> etcd.revokeLease(lease));
    }
  }

  /** Does one thing of what a dispatcher does all the time. */
  void act() {
    if (!acts()) {
      return;
    }
    trying(() -> {
      switch (random.nextInt(12)) {
        case 0 -> keepLeading();
        case 1, 2, 3, 4 -> hear();
        case 5, 6 -> lead();
        case 7 -> tags.look();
        default -> work();
      }
    });
  }

  /** Does everything once, without lag. */
  void actFully() {
    trying(this::keepLeading);
    trying(() -> view.mirrors().forEach(LaggingMirror::list));
    trying(this::lead);
    while (!works.isEmpty()) {
      trying(this::work);
    }
    trying(tags::look);
  }

  /** Compares the heads of a project, if it leads. */
  void compareHeads(Project project) {
    if (acts() && mayLead()) {
      trying(() -> {
        try {
          heads.compare(project);
        } catch (RefusedException e) {
          // the Git host is down; its turn comes again
        }
      });
    }
  }

  private static void trying(Runnable step) {
    try {
      step.run();
    } catch (EtcdUnavailableException | DatabaseDownException e) {
      // it tries again when its turn comes
    }
  }

  private Duration leaseLeft() {
    boolean leads = fence != null && !registry.isDown();
    return leads ? Duration.between(clock.instant(), keptAt.plus(TTL)) : Duration.ZERO;
  }

  private boolean mayLead() {
    return fence != null && keptAt.plus(TTL).isAfter(clock.instant());
  }

  /** As long as the tags may be kept. */
  private Optional<Fence> fence() {
    return mayLead() && !registry.isDown() ? Optional.ofNullable(fence) : Optional.empty();
  }

  private void hear() {
    LaggingMirror<?> mirror = view.mirrors().get(random.nextInt(view.mirrors().size()));
    if (random.nextInt(10) == 0) {
      mirror.list();
    } else {
      mirror.hear(1 + random.nextInt(6));
    }
  }

  private void keepLeading() {
    Instant sentAt = clock.instant();
    if (fence != null) {
      if (etcd.keepAlive(lease)) {
        keptAt = sentAt;
      } else {
        fence = null;
      }
    } else if (!campaigning) {
      campaigning = true;
      try {
        campaign();
      } finally {
        campaigning = false;
      }
    }
  }

  private void campaign() {
    if (etcd.find(keys.leader()).isPresent()) {
      return;
    }
    Instant sentAt = clock.instant();
    long granted = etcd.grantLease(TTL);
    LeaderRecord record = new LeaderRecord(name, clock.instant());
    boolean won =
        etcd.commit(
            Transaction.begin().ifAbsent(keys.leader()).put(keys.leader(), record, granted).end());
    long revision =
        won
            ? etcd.find(keys.leader())
                .filter(found -> found.value().dispatcher().equals(name))
                .map(Versioned::createRevision)
                .orElse(0L)
            : 0;
    if (revision != 0) {
      lease = granted;
      keptAt = sentAt;
      fence = new Fence(keys.leader(), revision);
    } else {
      etcd.revokeLease(granted);
    }
  }

  private void lead() {
    Fence now = fence;
    if (now != null && mayLead()) {
      if (!now.equals(listedUnder)) {
        listedUnder = now;
        view.mirrors().forEach(LaggingMirror::listAgain);
      }
      works.addAll(leader.begin(view.snapshot(), now));
    }
  }

  private void work() {
    if (!works.isEmpty()) {
      works.remove(random.nextInt(works.size())).deed().run();
    }
  }
}
