package dev.hearth.agent.pipeline;

import dev.hearth.agent.StageFailure;
import dev.hearth.agent.logs.AttemptLog;
import dev.hearth.cache.CacheException;
import dev.hearth.cache.CachePath;
import dev.hearth.cache.CacheRequest;
import dev.hearth.cache.CacheUse;
import dev.hearth.cache.OpenCache;
import dev.hearth.cache.ProjectCaches;
import dev.hearth.protocol.AttemptId;
import dev.hearth.protocol.TaskOrder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The caches of attempts that compile. Safe for use by many threads. */
final class CompileCaches {
  private final ProjectCaches caches;

  /**
   * Of attempts that compile since an earlier process: opened before anybody else can have them.
   */
  private final Map<AttemptId, OpenCache> inherited = new ConcurrentHashMap<>();

  CompileCaches(ProjectCaches caches) {
    this.caches = caches;
  }

  /**
   * Opens the cache of an attempt that begins to compile; may wait for another one of its project.
   *
   * @param paths what its builder caches
   */
  HeldCache open(TaskOrder task, List<String> paths, boolean isProtected, AttemptLog log)
      throws InterruptedException {
    try {
      OpenCache open = caches.open(request(task, paths, isProtected), log::line);
      log.line("cache: " + open.reason());
      return new HeldCache(open, log);
    } catch (CacheException e) {
      throw StageFailure.lost(String.valueOf(e.getMessage()), e);
    }
  }

  /** Opens the cache of an attempt that compiles already. Opening it twice does nothing. */
  void inherit(TaskOrder task, List<String> paths, boolean isProtected)
      throws InterruptedException {
    if (!inherited.containsKey(task.attempt())) {
      inherited.put(task.attempt(), caches.open(request(task, paths, isProtected), _ -> {}));
    }
  }

  /** What {@link #inherit} opened; once. */
  Optional<OpenCache> inherited(AttemptId attempt) {
    return Optional.ofNullable(inherited.remove(attempt));
  }

  private static CacheRequest request(TaskOrder task, List<String> paths, boolean isProtected) {
    return new CacheRequest(
        task.request().project().value(),
        task.attempt().toString(),
        paths.stream().map(CachePath::new).toList(),
        use(task, isProtected));
  }

  private static CacheUse use(TaskOrder task, boolean isProtected) {
    if (!task.cache()) {
      return CacheUse.NONE;
    }
    return isProtected ? CacheUse.READ_AND_WRITE : CacheUse.READ_ONLY;
  }
}
