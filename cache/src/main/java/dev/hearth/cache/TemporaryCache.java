package dev.hearth.cache;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Empty directories for an attempt that asked for no cache, gone when it is closed. */
record TemporaryCache(Path folder, List<CacheDirectory> directories) implements OpenCache {

  @Override
  public String reason() {
    return "Cache: cold, this build asked for none.";
  }

  @Override
  public String commit() {
    return "Nothing is kept of the cache, as this build asked for none.";
  }

  @Override
  public String discard() {
    return commit();
  }

  @Override
  public void leave() {}

  @Override
  public void close() {
    try {
      Trees.delete(folder);
    } catch (IOException e) {
      throw new CacheException(
          "tried to remove the temporary cache %s but could not; remove it by hand"
              .formatted(folder),
          e);
    }
  }
}
