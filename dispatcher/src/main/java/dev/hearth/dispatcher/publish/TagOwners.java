package dev.hearth.dispatcher.publish;

import dev.hearth.dispatcher.projects.Project;
import dev.hearth.dispatcher.projects.TagNames;
import dev.hearth.dispatcher.registry.ImageRegistry;
import dev.hearth.dispatcher.sql.DatabaseDownException;
import dev.hearth.protocol.BuildId;
import dev.hearth.protocol.Commit;
import dev.hearth.protocol.WantedTag;
import dev.hearth.protocol.etcd.FarmKeys;
import dev.hearth.protocol.etcd.KeyValues;
import dev.hearth.protocol.etcd.Versioned;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which tags are taken, in etcd and in the archive. While the archive is down the registry and the
 * heads in etcd tell enough for most builds, and the others wait for it.
 */
public final class TagOwners {
  private static final Pattern OF_A_COMMIT = Pattern.compile("([0-9a-f]{40})(-[0-9]+)?");

  /** Whoever it was, it is not the build that asks. */
  private static final BuildId SOMEBODY = new BuildId("00000000-0000-7000-8000-000000000000");

  private final KeyValues etcd;
  private final FarmKeys keys;
  private final ArchivedTags archive;
  private final ImageRegistry registry;

  /** Tags that settled. */
  @FunctionalInterface
  public interface ArchivedTags {
    /**
     * @throws DatabaseDownException if the archive can't be read now
     */
    Optional<WantedTag> find(String repository, String tag);

    /** A moving tag as it was read some time ago, for while the archive is down. */
    default Optional<WantedTag> remembered(String repository, String tag) {
      return Optional.empty();
    }
  }

  public TagOwners(KeyValues etcd, FarmKeys keys, ArchivedTags archive, ImageRegistry registry) {
    this.etcd = etcd;
    this.keys = keys;
    this.archive = archive;
    this.registry = registry;
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
    return new Owner(inEtcd, inEtcd.map(Versioned::value).or(() -> archived(project, image, tag)));
  }

  private Optional<WantedTag> archived(Project project, String image, String tag) {
    String repository = project.name().repository(image);
    try {
      return archive.find(repository, tag);
    } catch (DatabaseDownException e) {
      return registry
          .standing(repository, tag)
          .map(digest ->
              ofCommit(repository, tag, digest)
                  .or(() -> remembered(project, repository, tag))
                  .orElseThrow(() -> e));
    }
  }

  /** A tag that no branch can have, which stands and is not under way: an earlier build's. */
  private static Optional<WantedTag> ofCommit(String repository, String tag, String digest) {
    Matcher match = OF_A_COMMIT.matcher(tag);
    return match.matches()
        ? Optional.of(
            new WantedTag(
                repository,
                tag,
                digest,
                new Commit(match.group(1)),
                "",
                0,
                SOMEBODY,
                Instant.EPOCH))
        : Optional.empty();
  }

  /** As if the newest head had written it since: so only that one's build moves it. */
  private Optional<WantedTag> remembered(Project project, String repository, String tag) {
    return archive
        .remembered(repository, tag)
        .map(known -> {
          long newest =
              etcd.find(keys.head(project.id(), known.ref()))
                  .map(head -> head.value().sequence())
                  .orElse(0L);
          return new WantedTag(
              repository,
              tag,
              known.digest(),
              known.commit(),
              known.ref(),
              Math.max(known.sequence(), newest),
              known.build(),
              known.at());
        });
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
