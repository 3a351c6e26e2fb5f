package dev.hearth.dispatcher.heads;

import dev.hearth.dispatcher.RefusedException;
import dev.hearth.dispatcher.projects.Project;
import dev.hearth.dispatcher.sql.DatabaseDownException;
import dev.hearth.dispatcher.sql.HeadBaselines;
import dev.hearth.protocol.ProjectId;
import dev.hearth.protocol.etcd.EtcdUnavailableException;
import dev.hearth.protocol.etcd.Fence;
import dev.hearth.protocol.etcd.Leadership;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the heads of all projects compared again and again while this dispatcher leads, some at once.
 * A Git host that is away costs its projects their turn, and a warning an hour each.
 */
public final class HeadKeeper implements AutoCloseable {
  private static final Duration LOOKS_EVERY = Duration.ofSeconds(1);
  private static final Duration WARNS_EVERY = Duration.ofHours(1);
  private static final int AT_ONCE = 6;
  private static final Logger log = LoggerFactory.getLogger(HeadKeeper.class);

  private final HeadComparison comparison;
  private final HeadBaselines baselines;
  private final Supplier<Collection<Project>> projects;
  private final Duration interval;
  private final Leadership leadership;
  private final Figures figures;
  private final Clock clock;
  private final Semaphore places = new Semaphore(AT_ONCE);
  private final Set<ProjectId> working = ConcurrentHashMap.newKeySet();
  private final Map<ProjectId, Instant> warned = new ConcurrentHashMap<>();
  private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
  private final Thread thread = Thread.ofVirtual().name("heads").unstarted(this::run);

  /** What is counted; each returns at once. */
  public interface Figures {
    /** Heads of a project were compared, and so many pushes were missed. */
    void compared(int missed);

    /** Heads of a project could not be compared. */
    void failed();
  }

  /**
   * @param projects all of them
   * @param interval between two comparisons of one project
   */
  public HeadKeeper(
      HeadComparison comparison,
      HeadBaselines baselines,
      Supplier<Collection<Project>> projects,
      Duration interval,
      Leadership leadership,
      Figures figures,
      Clock clock) {
    this.comparison = comparison;
    this.baselines = baselines;
    this.projects = projects;
    this.interval = interval;
    this.leadership = leadership;
    this.figures = figures;
    this.clock = clock;
  }

  public void start() {
    thread.start();
  }

  @Override
  public void close() {
    thread.interrupt();
    workers.shutdownNow();
  }

  private void run() {
    @Nullable Fence ledUnder = null;
    Rota rota = new Rota(interval, clock.instant());
    while (true) {
      try {
        Thread.sleep(LOOKS_EVERY);
        Optional<Fence> fence = leadership.fence();
        if (fence.isEmpty()) {
          continue;
        }
        if (!fence.get().equals(ledUnder)) {
          ledUnder = fence.get();
          rota = new Rota(interval, clock.instant());
        }
        takeTurns(rota);
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        log.atError().setCause(e).log("comparing heads stumbled, goes on");
      }
    }
  }

  private void takeTurns(Rota rota) {
    Map<ProjectId, Project> all =
        projects.get().stream().collect(Collectors.toMap(Project::id, Function.identity()));
    for (ProjectId id : rota.due(all.keySet(), clock.instant())) {
      Project project = all.get(id);
      if (project == null || working.contains(id)) {
        continue;
      }
      if (!places.tryAcquire()) {
        return;
      }
      rota.asked(id, clock.instant());
      working.add(id);
      workers.execute(() -> compare(project));
    }
  }

  private void compare(Project project) {
    try {
      figures.compared(comparison.compare(project));
      if (warned.remove(project.id()) != null) {
        log.atInfo().addKeyValue("project", project.name()).log("heads can be compared again");
      }
    } catch (RefusedException e) {
      failed(project, String.valueOf(e.getMessage()));
      keep(project, String.valueOf(e.getMessage()));
    } catch (EtcdUnavailableException | DatabaseDownException e) {
      failed(project, String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      log.atError().setCause(e).addKeyValue("project", project.name()).log("heads not compared");
      figures.failed();
    } finally {
      working.remove(project.id());
      places.release();
    }
  }

  private void failed(Project project, String why) {
    figures.failed();
    Instant now = clock.instant();
    Instant last = warned.get(project.id());
    if (last == null || last.plus(WARNS_EVERY).isBefore(now)) {
      warned.put(project.id(), now);
      log.atWarn()
          .addKeyValue("project", project.name())
          .addKeyValue("cause", why)
          .log("heads can't be compared: a push whose hook does not come is not built");
    }
  }

  private void keep(Project project, String problem) {
    try {
      if (!baselines.find(project.id()).problem().equals(problem)) {
        baselines.tell(project.id(), problem);
      }
    } catch (DatabaseDownException e) {
      // the log has it
    }
  }
}
