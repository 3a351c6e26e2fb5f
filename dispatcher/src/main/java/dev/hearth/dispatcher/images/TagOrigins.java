package dev.hearth.dispatcher.images;

import dev.hearth.dispatcher.sql.ProjectEntry;
import dev.hearth.dispatcher.sql.TagArchive;
import dev.hearth.protocol.ImageRecipe;
import dev.hearth.protocol.ProjectName;
import dev.hearth.protocol.WantedTag;
import dev.hearth.protocol.etcd.FarmKeys;
import dev.hearth.protocol.etcd.KeyValues;
import dev.hearth.protocol.etcd.Versioned;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Which build wrote a tag: in etcd while it is new, in the archive afterwards. */
public final class TagOrigins {
  private final KeyValues etcd;
  private final FarmKeys keys;
  private final TagArchive archive;
  private final KnownRepositories known;

  public TagOrigins(KeyValues etcd, FarmKeys keys, TagArchive archive, KnownRepositories known) {
    this.etcd = etcd;
    this.keys = keys;
    this.archive = archive;
    this.known = known;
  }

  /** What the farm wrote last. */
  Optional<WantedTag> find(String repository, String tag) {
    return moving(repository, tag).or(() -> archive.find(repository, tag));
  }

  /** What a build is writing, or wrote a moment ago. */
  Optional<WantedTag> moving(String repository, String tag) {
    return known
        .project(repository)
        .flatMap(entry ->
            image(entry, repository)
                .flatMap(image -> etcd.find(keys.tag(entry.project().id(), image, tag))))
        .map(Versioned::value);
  }

  /**
   * What the farm wrote last of an image.
   *
   * @param reference its tag; or its digest: then any tag of the image tells
   */
  Optional<WantedTag> of(String repository, String reference, String digest) {
    return find(repository, reference)
        .or(() ->
            reference.equals(digest)
                ? of(repository).stream().filter(tag -> tag.digest().equals(digest)).findFirst()
                : Optional.empty());
  }

  /** All that the farm wrote in a repository and that was not deleted since. */
  Collection<WantedTag> of(String repository) {
    Map<String, WantedTag> all = new HashMap<>();
    archive.of(repository).forEach(tag -> all.put(tag.tag(), tag));
    known
        .project(repository)
        .ifPresent(entry ->
            etcd.list(keys.tags(entry.project().id())).entries().stream()
                .map(Versioned::value)
                .filter(tag -> tag.repository().equals(repository))
                .forEach(tag -> all.put(tag.tag(), tag)));
    return all.values();
  }

  void record(WantedTag tag) {
    archive.record(tag);
  }

  void forget(String repository, String tag) {
    archive.forget(repository, tag);
  }

  private static Optional<String> image(ProjectEntry entry, String repository) {
    ProjectName name = entry.project().name();
    return entry.project().images().stream()
        .map(ImageRecipe::name)
        .filter(image -> name.repository(image).equals(repository))
        .findFirst();
  }
}
