package dev.hearth.dispatcher.publish;

import dev.hearth.dispatcher.projects.Project;
import dev.hearth.dispatcher.projects.TagNames;
import dev.hearth.dispatcher.sql.TagArchive;
import dev.hearth.protocol.WantedTag;
import dev.hearth.protocol.etcd.FarmKeys;
import dev.hearth.protocol.etcd.KeyValues;
import dev.hearth.protocol.etcd.Versioned;
import java.util.Optional;

/** Which tags are taken, in etcd and in the archive. */
public final class TagOwners {
  private final KeyValues etcd;
  private final FarmKeys keys;
  private final ArchivedTags archive;

  /** Tags that settled. */
  @FunctionalInterface
  public interface ArchivedTags {
    Optional<WantedTag> find(String repository, String tag);
  }

  public TagOwners(KeyValues etcd, FarmKeys keys, TagArchive archive) {
    this(etcd, keys, archive::find);
  }

  public TagOwners(KeyValues etcd, FarmKeys keys, ArchivedTags archive) {
    this.etcd = etcd;
    this.keys = keys;
    this.archive = archive;
  }

  /**
   * Who has a tag, as it was read.
   *
   * @param inEtcd as it stands in etcd: to be compared when the tag is written
   * @param wanted what the tag should be; empty if nobody ever wrote it
   */
  record Owner(Optional<Versioned<WantedTag>> inEtcd, Optional<WantedTag> wanted) {}

  /** What a tag of a project's image should be; empty if nobody ever wrote it. */
  public Optional<WantedTag> find(Project project, String image, String tag) {
    return read(project, image, tag).wanted();
  }

  Owner read(Project project, String image, String tag) {
    Optional<Versioned<WantedTag>> inEtcd = etcd.find(keys.tag(project.id(), image, tag));
    return new Owner(
        inEtcd,
        inEtcd.map(Versioned::value).or(() -> archive.find(project.name().repository(image), tag)));
  }

  /** Why a person can't have a tag; empty if it can be had. */
  public Optional<String> problem(Project project, String tag) {
    Optional<String> shape = TagNames.requestedProblem(tag);
    if (shape.isPresent()) {
      return shape;
    }
    return project.images().stream()
        .flatMap(image -> find(project, image.name(), tag).stream())
        .filter(owner -> !owner.ref().isEmpty())
        .findFirst()
        .map(owner ->
            "tag '"
                + tag
                + "' follows "
                + owner.ref()
                + " and can't be set by hand: choose another");
  }
}
