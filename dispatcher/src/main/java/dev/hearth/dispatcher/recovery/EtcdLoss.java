package dev.hearth.dispatcher.recovery;

import dev.hearth.dispatcher.sql.ArchiveQuery;
import dev.hearth.dispatcher.sql.BuildArchive;
import dev.hearth.dispatcher.sql.EtcdUse;
import dev.hearth.dispatcher.sql.UnderWayBuilds;
import dev.hearth.protocol.BuildId;
import dev.hearth.protocol.BuildRecord;
import dev.hearth.protocol.BuildState;
import dev.hearth.protocol.FarmRecord;
import dev.hearth.protocol.etcd.FarmKeys;
import dev.hearth.protocol.etcd.Fence;
import dev.hearth.protocol.etcd.KeyValues;
import dev.hearth.protocol.etcd.Transaction;
import dev.hearth.protocol.etcd.Versioned;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies into SQL which builds are under way, and ends those that etcd has lost. A build that is
 * neither in etcd nor, read after that, in the archive is lost for certain: it is archived before
 * its key goes. Not for several threads.
 */
public final class EtcdLoss {
  /** Why a build ended that etcd has lost; its count of attempts is then 0. */
  public static final String REASON = "etcd lost its data while the build was under way";

  private static final Duration RECENT = Duration.ofDays(1);
  private static final Logger log = LoggerFactory.getLogger(EtcdLoss.class);

  private final KeyValues etcd;
  private final FarmKeys keys;
  private final Supplier<? extends Collection<Versioned<BuildRecord>>> builds;
  private final UnderWayBuilds copies;
  private final BuildArchive archive;
  private final EtcdUse use;
  private final String farm;
  private final Clock clock;

  /** Of which foreign etcd was told already; empty for none. */
  private String toldOf = "";

  private boolean marked;

  /** The builds that have a copy, or had one when they were read. */
  private Set<BuildId> known = Set.of();

  private @Nullable Fence readUnder;

  /**
   * @param builds those that are under way, as far as they are known without asking etcd
   * @param farm the farm's id
   */
  public EtcdLoss(
      KeyValues etcd,
      FarmKeys keys,
      Supplier<? extends Collection<Versioned<BuildRecord>>> builds,
      UnderWayBuilds copies,
      BuildArchive archive,
      EtcdUse use,
      String farm,
      Clock clock) {
    this.etcd = etcd;
    this.keys = keys;
    this.builds = builds;
    this.copies = copies;
    this.archive = archive;
    this.use = use;
    this.farm = farm;
    this.clock = clock;
  }

  /** Whether a build ended since etcd lost its data. */
  public static boolean ended(BuildRecord build) {
    return build.state() instanceof BuildState.Lost lost && lost.attempts() == 0;
  }

  /** Builds that etcd lost within the last day. */
  public static List<String> notices(BuildArchive archive, Clock clock) {
    Instant recent = clock.instant().minus(RECENT);
    ArchiveQuery lost = new ArchiveQuery(null, Set.of("lost"), null, null, null, null, 200);
    return archive.list(lost).stream()
        .filter(EtcdLoss::ended)
        .filter(build -> build.state().since().isAfter(recent))
        .map(build ->
            build.request().title()
                + " of "
                + build.request().refName()
                + " was under way when etcd lost its data; what is the head of its branch is built"
                + " again")
        .toList();
  }

  /**
   * Looks once.
   *
   * @throws dev.hearth.dispatcher.sql.DatabaseDownException if SQL is down
   * @throws dev.hearth.protocol.etcd.EtcdUnavailableException if etcd does not answer
   */
  public void look(Fence fence) {
    recognise(fence);
    if (!fence.equals(readUnder)) {
      known = copies.ids();
      readUnder = fence;
    }
    Set<BuildId> live = new HashSet<>();
    List<BuildRecord> fresh = new ArrayList<>();
    for (Versioned<BuildRecord> build : builds.get()) {
      live.add(build.value().id());
      if (!known.contains(build.value().id()) && !build.value().state().ended()) {
        fresh.add(build.value());
      }
    }
    copies.add(fresh);
    fresh.forEach(build -> known.add(build.id()));
    if (!live.containsAll(known)) {
      known = copies.ids(); // without those that were archived since
    }
    List<BuildId> gone = new ArrayList<>();
    for (BuildId id : known) {
      if (!live.contains(id) && etcd.find(keys.build(id)).isEmpty()) {
        if (archive.find(id).isPresent()) {
          gone.add(id);
        } else {
          copies.find(id).ifPresent(this::end);
        }
      }
    }
    copies.remove(gone);
    gone.forEach(known::remove);
  }

  private void end(BuildRecord build) {
    log.atError()
        .addKeyValue("build", build.id())
        .addKeyValue("title", build.request().title())
        .addKeyValue("ref", build.request().ref())
        .addKeyValue("commit", build.request().commit())
        .log(REASON);
    try {
      archive.insertIfAbsent(build.in(new BuildState.Lost(clock.instant(), 0, REASON)));
    } catch (IllegalStateException e) {
      // Its number was given again before it was copied: it can be told of here only.
      log.atError().addKeyValue("build", build.id()).setCause(e).log("it is in no list of builds");
      copies.remove(List.of(build.id()));
    }
  }

  /** Compares whose etcd this is with whose it should be. */
  private void recognise(Fence fence) {
    Optional<String> found = etcd.find(keys.farm()).map(record -> record.value().id());
    if (found.isEmpty()) {
      if (use.known()) {
        log.atError()
            .log("etcd has lost its data; finished builds and projects are in the database");
      }
      etcd.commit(
          Transaction.begin()
              .ifLeader(fence)
              .ifAbsent(keys.farm())
              .put(keys.farm(), new FarmRecord(farm, clock.instant()))
              .end());
    } else if (!found.get().equals(farm) && !found.get().equals(toldOf)) {
      toldOf = found.get();
      log.atError()
          .addKeyValue("etcd", toldOf)
          .addKeyValue("farm", farm)
          .log("this etcd is another farm's: see HEARTH_ETCD_ENDPOINTS and HEARTH_DATABASE");
    }
    if (!marked) {
      use.keep();
      marked = true;
    }
  }
}
