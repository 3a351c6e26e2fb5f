package dev.hearth.dispatcher.publish;

import dev.hearth.dispatcher.publish.TagOwners.ArchivedTags;
import dev.hearth.protocol.WantedTag;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The archive's tags, and a memory of the moving ones for while it is down: those of the last few
 * thousand branches that were read or given at the start. Thread-safe.
 */
public final class RememberedTags implements ArchivedTags {
  /** Some six megabytes. */
  public static final int MOST = 20_000;

  private final ArchivedTags archive;
  private final Map<String, WantedTag> moving =
      Collections.synchronizedMap(
          new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, WantedTag> eldest) {
              return size() > MOST;
            }
          });

  /**
   * @param known moving tags, the latest last
   */
  public RememberedTags(ArchivedTags archive, Collection<WantedTag> known) {
    this.archive = archive;
    known.forEach(this::remember);
  }

  @Override
  public Optional<WantedTag> find(String repository, String tag) {
    Optional<WantedTag> found = archive.find(repository, tag);
    found.filter(one -> !one.ref().isEmpty()).ifPresent(this::remember);
    return found;
  }

  @Override
  public Optional<WantedTag> remembered(String repository, String tag) {
    return Optional.ofNullable(moving.get(repository + ":" + tag));
  }

  private void remember(WantedTag tag) {
    moving.put(tag.repository() + ":" + tag.tag(), tag);
  }
}
