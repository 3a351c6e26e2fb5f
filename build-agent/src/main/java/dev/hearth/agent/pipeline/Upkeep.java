package dev.hearth.agent.pipeline;

import dev.hearth.agent.StageFailure;
import dev.hearth.cache.CacheException;
import dev.hearth.protocol.ProjectId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Frees a host of what it keeps for projects that were deleted: caches, mirrors, image layers. Once
 * after the start, and then every day.
 */
public final class Upkeep implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Upkeep.class);
  private static final Duration EVERY = Duration.ofDays(1);

  /** When the dispatcher or the engine did not answer. */
  private static final Duration SOON = Duration.ofMinutes(5);

  private final BuildPipeline pipeline;
  private final KnownProjects projects;
  private final Thread thread = Thread.ofVirtual().name("upkeep").unstarted(this::run);

  public Upkeep(BuildPipeline pipeline, KnownProjects projects) {
    this.pipeline = pipeline;
    this.projects = projects;
  }

  public void start() {
    thread.start();
  }

  @Override
  public void close() {
    thread.interrupt();
  }

  private void run() {
    try {
      while (true) {
        Thread.sleep(sweep() ? EVERY : SOON);
      }
    } catch (InterruptedException e) {
      log.atDebug().log("no more upkeep");
    }
  }

  /** Returns whether all was looked at and all that is to go is gone. */
  boolean sweep() throws InterruptedException {
    try {
      Set<ProjectId> kept = pipeline.keptProjects();
      Set<ProjectId> deleted = kept.isEmpty() ? Set.of() : projects.deleted(kept);
      boolean all = true;
      for (ProjectId project : deleted) {
        log.atInfo().addKeyValue("project", project).log("was deleted; what is kept for it goes");
        all &= pipeline.forget(project);
      }
      return all;
    } catch (IOException | UncheckedIOException | StageFailure | CacheException e) {
      log.atInfo().addKeyValue("cause", e.getMessage()).log("upkeep waits");
      return false;
    }
  }
}
