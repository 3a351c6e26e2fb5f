package dev.hearth.dispatcher.sql;

import dev.hearth.dispatcher.projects.ProjectLookup;
import dev.hearth.dispatcher.projects.ProjectTable;
import dev.hearth.protocol.ProjectId;
import dev.hearth.protocol.ProjectName;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All projects in memory: loaded at start, read again after each change of ours and every second
 * for those of other dispatchers, and good while SQL is down, so that accepting goes on. Who can't
 * do with what may be a second old looks with {@link #find}. Thread-safe.
 */
public final class CachedProjects implements ProjectTable, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(CachedProjects.class);

  private record Snapshot(
      long revision,
      List<ProjectEntry> all,
      List<GroupHookSecret> groupHooks,
      Map<ProjectId, ProjectEntry> byId,
      Map<ProjectName, ProjectEntry> byName) {
    static Snapshot of(long revision, List<ProjectEntry> all, List<GroupHookSecret> groupHooks) {
      return new Snapshot(
          revision,
          List.copyOf(all),
          List.copyOf(groupHooks),
          all.stream().collect(Collectors.toMap(one -> one.project().id(), Function.identity())),
          all.stream().collect(Collectors.toMap(one -> one.project().name(), Function.identity())));
    }
  }

  private final ProjectStore store;
  private final KeptUpToDate loop;
  private volatile Snapshot snapshot;

  private CachedProjects(ProjectStore store, Duration pause) {
    this.store = store;
    this.snapshot = load(store);
    this.loop = KeptUpToDate.start("projects", pause, this::refresh);
  }

  /**
   * Loads all projects and keeps them up to date until closed.
   *
   * @param pause between two looks for changes of other dispatchers
   * @throws DatabaseDownException if they cannot be loaded now
   */
  public static CachedProjects start(ProjectStore store, Duration pause) {
    return new CachedProjects(store, pause);
  }

  /** The revision is read first: what changes in between is then read once more. */
  private static Snapshot load(ProjectStore store) {
    long revision = store.revision();
    return Snapshot.of(revision, store.list(), store.groupHooks().all());
  }

  /**
   * Reads what changed; call it after a change, so that its maker sees it.
   *
   * @throws DatabaseDownException if SQL is down; what was read last stays
   */
  public synchronized void refresh() {
    if (store.revision() != snapshot.revision()) {
      snapshot = load(store);
    }
  }

  /** Whether the last look into SQL went well. */
  public boolean fresh() {
    return loop.isFresh();
  }

  /** By name, as they were read last; never blocks. */
  public List<ProjectEntry> all() {
    return snapshot.all();
  }

  /** Projects and the hook secrets of their groups, of one reading. */
  public record Reading(List<ProjectEntry> projects, List<GroupHookSecret> groupHooks) {}

  /** As they were read last; never blocks. */
  public Reading reading() {
    Snapshot now = snapshot;
    return new Reading(now.all(), now.groupHooks());
  }

  /** By name, as they stand, or while SQL is down as they were read last. */
  public List<ProjectEntry> latest() {
    try {
      refresh();
    } catch (DatabaseDownException e) {
      log.atDebug().addKeyValue("cause", e.getMessage()).log("the projects may be a moment old");
    }
    return all();
  }

  /** As it was read last; never blocks. */
  public Optional<ProjectEntry> remembered(ProjectId id) {
    return Optional.ofNullable(snapshot.byId().get(id));
  }

  /** As {@link #remembered(ProjectId)}. */
  public Optional<ProjectEntry> remembered(ProjectName name) {
    return Optional.ofNullable(snapshot.byName().get(name));
  }

  /**
   * The project as it stands, or while SQL is down as it was read last.
   *
   * @throws DatabaseDownException if SQL is down and none was read: it may be a new one
   */
  public Optional<ProjectEntry> find(ProjectId id) {
    return upToDate(now -> now.byId().get(id));
  }

  /** As {@link #find(ProjectId)}. */
  public Optional<ProjectEntry> find(ProjectName name) {
    return upToDate(now -> now.byName().get(name));
  }

  private Optional<ProjectEntry> upToDate(Function<Snapshot, @Nullable ProjectEntry> pick) {
    try {
      refresh();
      return Optional.ofNullable(pick.apply(snapshot));
    } catch (DatabaseDownException e) {
      ProjectEntry known = pick.apply(snapshot);
      if (known == null) {
        throw e;
      }
      return Optional.of(known);
    }
  }

  /** As it was read last; only what was not is looked for in SQL. */
  @Override
  public ProjectLookup lookup(ProjectId id) {
    return remembered(id).map(CachedProjects::found).orElseGet(() -> latest(id));
  }

  @Override
  public ProjectLookup latest(ProjectId id) {
    try {
      return find(id).map(CachedProjects::found).orElseGet(ProjectLookup.Deleted::new);
    } catch (DatabaseDownException e) {
      return new ProjectLookup.Unsure();
    }
  }

  private static ProjectLookup found(ProjectEntry entry) {
    return new ProjectLookup.Found(entry.project());
  }

  @Override
  public void close() {
    loop.close();
  }
}
