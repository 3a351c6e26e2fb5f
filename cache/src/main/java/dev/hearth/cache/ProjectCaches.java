package dev.hearth.cache;

import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** The caches of a host, one for each project; no project ever sees another's. Thread-safe. */
public interface ProjectCaches {

  /**
   * Opens a project's cache for one attempt. May wait, for as long as it takes, until another build
   * is done with it; an interrupt ends the wait. Opened again for the same attempt by a new
   * process, it is the same cache.
   *
   * @param buildLog told in sentences what the build waits for
   * @throws CacheException if the host's disk does not let it
   */
  OpenCache open(CacheRequest request, Consumer<String> buildLog) throws InterruptedException;

  /** Ids of the projects for which something is kept, the most lately used first. */
  List<String> warmProjects();

  /**
   * Deletes what is kept for a project that is no more.
   *
   * @return whether it is gone; false while a build has it
   */
  boolean delete(String project);

  /**
   * Removes what attempts left that ended without closing their caches.
   *
   * @param running ids of the attempts that still run, whose caches are kept
   */
  void removeLeftovers(Set<String> running);
}
