package dev.hearth.agent.pipeline;

import dev.hearth.agent.LogSink;
import dev.hearth.agent.compile.CompileContainer;
import dev.hearth.agent.compile.Mounted;
import dev.hearth.cache.CacheException;
import dev.hearth.cache.OpenCache;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A project's cache in the hands of one attempt. */
final class HeldCache implements AutoCloseable {
  private static final Logger operatorLog = LoggerFactory.getLogger(HeldCache.class);

  private final OpenCache cache;
  private final LogSink log;
  private boolean settled;
  private boolean left;

  HeldCache(OpenCache cache, LogSink log) {
    this.cache = cache;
    this.log = log;
  }

  List<Mounted> mounts() {
    return cache.directories().stream()
        .map(each ->
            Mounted.writable(each.directory(), CompileContainer.HOME + "/" + each.path().value()))
        .toList();
  }

  /** The compile succeeded: what it wrote may be kept. A host that can't keep it fails nothing. */
  void keep() {
    settled = true;
    settle(OpenCache::commit);
  }

  /** The attempt goes on in another process, and compiles with it: that one opens it again. */
  void leave() {
    settled = true;
    left = true;
  }

  @Override
  public void close() {
    if (left) {
      cache.leave();
      return;
    }
    if (!settled) {
      settle(OpenCache::discard);
    }
    cache.close();
  }

  /** How a cache is settled, as a sentence for the log. */
  private interface Settling {
    String of(OpenCache cache);
  }

  private void settle(Settling settling) {
    try {
      log.line("cache: " + settling.of(cache));
    } catch (CacheException e) {
      operatorLog.atWarn().setCause(e).log("a cache could not be settled");
      log.line("cache: " + e.getMessage());
    }
  }
}
