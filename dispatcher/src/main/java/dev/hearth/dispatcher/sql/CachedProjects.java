package dev.hearth.dispatcher.sql;

import dev.hearth.protocol.ProjectId;
import dev.hearth.protocol.ProjectName;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All projects in memory: loaded at start, read again after each change of ours and every few
 * seconds for those of others, and good while SQL is down, so that accepting goes on. Thread-safe;
 * reading never blocks.
 */
public final class CachedProjects implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(CachedProjects.class);

  private record Snapshot(
      long revision,
      List<ProjectEntry> all,
      Map<ProjectId, ProjectEntry> byId,
      Map<ProjectName, ProjectEntry> byName) {
    static Snapshot of(long revision, List<ProjectEntry> all) {
      return new Snapshot(
          revision,
          List.copyOf(all),
          all.stream().collect(Collectors.toMap(one -> one.project().id(), Function.identity())),
          all.stream().collect(Collectors.toMap(one -> one.project().name(), Function.identity())));
    }
  }

  private final ProjectStore store;
  private final Duration pause;
  private final Thread loop;
  private volatile Snapshot snapshot;
  private volatile boolean fresh = true;

  private CachedProjects(ProjectStore store, Duration pause) {
    this.store = store;
    this.pause = pause;
    this.snapshot = load(store);
    this.loop = Thread.ofVirtual().name("projects").unstarted(this::refreshForEver);
  }

  /**
   * Loads all projects and keeps them up to date until closed.
   *
   * @param pause between two looks for changes of other dispatchers
   * @throws DatabaseDownException if they cannot be loaded now
   */
  public static CachedProjects start(ProjectStore store, Duration pause) {
    CachedProjects projects = new CachedProjects(store, pause);
    projects.loop.start();
    return projects;
  }

  /** The revision is read first: what changes in between is then read once more. */
  private static Snapshot load(ProjectStore store) {
    long revision = store.revision();
    return Snapshot.of(revision, store.list());
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

  private void refreshForEver() {
    while (!Thread.currentThread().isInterrupted()) {
      try {
        Thread.sleep(pause);
        refresh();
        if (!fresh) {
          log.atInfo().log("the projects can be read again");
        }
        fresh = true;
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        if (fresh) {
          log.atWarn()
              .setCause(e)
              .log("the projects cannot be read: going on with those read last");
        }
        fresh = false;
      }
    }
  }

  /** Whether the last look into SQL went well. */
  public boolean fresh() {
    return fresh;
  }

  /** By name. */
  public List<ProjectEntry> all() {
    return snapshot.all();
  }

  public Optional<ProjectEntry> find(ProjectId id) {
    return Optional.ofNullable(snapshot.byId().get(id));
  }

  public Optional<ProjectEntry> find(ProjectName name) {
    return Optional.ofNullable(snapshot.byName().get(name));
  }

  @Override
  public void close() {
    loop.interrupt();
  }
}
