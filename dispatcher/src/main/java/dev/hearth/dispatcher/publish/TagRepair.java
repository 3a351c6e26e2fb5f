package dev.hearth.dispatcher.publish;

import dev.hearth.dispatcher.Repeating;
import dev.hearth.dispatcher.projects.ProjectLookup;
import dev.hearth.dispatcher.projects.ProjectTable;
import dev.hearth.dispatcher.registry.ImageRegistry;
import dev.hearth.dispatcher.registry.RegistryRefusedException;
import dev.hearth.dispatcher.sql.DatabaseDownException;
import dev.hearth.protocol.BuildId;
import dev.hearth.protocol.BuildState;
import dev.hearth.protocol.WantedTag;
import dev.hearth.protocol.etcd.EtcdUnavailableException;
import dev.hearth.protocol.etcd.FarmKeys;
import dev.hearth.protocol.etcd.Fence;
import dev.hearth.protocol.etcd.KeyValues;
import dev.hearth.protocol.etcd.Transaction;
import dev.hearth.protocol.etcd.Versioned;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Keeps tags what they should be: reads each again after a change of leader and a minute after it
 * was moved, repairs it where it is not what etcd says, and archives it when it is.
 */
public final class TagRepair {
  private static final Duration SETTLES_AFTER = Duration.ofMinutes(1);
  private static final Logger log = LoggerFactory.getLogger(TagRepair.class);

  private final KeyValues etcd;
  private final FarmKeys keys;
  private final ImageRegistry registry;
  private final TagWriter writer;
  private final ProjectTable projects;
  private final Consumer<WantedTag> archive;
  private final Clock clock;
  private final Repeating troubles;

  /**
   * A repair.
   *
   * @param projects whose tags they are: those of a deleted one are left alone
   * @param archive keeps a tag there, unless it has a later one
   */
  public TagRepair(
      KeyValues etcd,
      FarmKeys keys,
      ImageRegistry registry,
      TagWriter writer,
      ProjectTable projects,
      Consumer<WantedTag> archive,
      Clock clock) {
    this.etcd = etcd;
    this.keys = keys;
    this.registry = registry;
    this.writer = writer;
    this.projects = projects;
    this.archive = archive;
    this.clock = clock;
    this.troubles = new Repeating(log, clock);
  }

  /**
   * Looks at the tags once. One that can't be looked at holds up no other.
   *
   * @param all also those that were moved less than a minute ago
   * @return whether each was looked at, or can't be by what the registry says
   * @throws EtcdUnavailableException if etcd does not answer: the look is broken off
   */
  public boolean keep(Fence fence, boolean all) {
    boolean whole = true;
    for (Versioned<WantedTag> tag : etcd.list(keys.tags()).entries()) {
      boolean settled = tag.value().at().plus(SETTLES_AFTER).isBefore(clock.instant());
      if (all || settled) {
        whole &= tryToKeep(tag, fence, settled);
      }
    }
    return whole;
  }

  private boolean tryToKeep(Versioned<WantedTag> tag, Fence fence, boolean settled) {
    try {
      keep(tag, fence, settled);
      return true;
    } catch (EtcdUnavailableException e) {
      throw e;
    } catch (RegistryRefusedException e) {
      trouble(tag, e).log("a tag can't be looked at or repaired");
      return true;
    } catch (RuntimeException e) {
      trouble(tag, e).log("a tag is looked at again later");
      return false;
    }
  }

  private LoggingEventBuilder trouble(Versioned<WantedTag> tag, RuntimeException cause) {
    return troubles
        .warning()
        .addKeyValue("repository", tag.value().repository())
        .addKeyValue("tag", tag.value().tag())
        .addKeyValue("cause", cause.toString());
  }

  private void keep(Versioned<WantedTag> tag, Fence fence, boolean settled) {
    switch (projects.lookup(FarmKeys.projectOf(tag.key()))) {
      case ProjectLookup.Found _ -> look(tag, fence, settled);
      // Its repository may be another project's by now.
      case ProjectLookup.Deleted _ -> forget(tag, fence);
      case ProjectLookup.Unsure _ -> {}
    }
  }

  private void look(Versioned<WantedTag> tag, Fence fence, boolean settled) {
    WantedTag wanted = tag.value();
    if (isBeingPublished(wanted.build())) {
      return;
    }
    Optional<String> found = registry.standing(wanted.repository(), wanted.tag());
    if (found.filter(wanted.digest()::equals).isPresent()) {
      if (settled) {
        archive(tag, fence);
      }
      return;
    }
    log.atWarn()
        .addKeyValue("repository", wanted.repository())
        .addKeyValue("tag", wanted.tag())
        .addKeyValue("wanted", wanted.digest())
        .addKeyValue("found", found.orElse("nothing"))
        .log("a tag is not what it should be, is repaired");
    writer.write(tag.key(), wanted);
  }

  /** Its publisher writes its tags, all of them or, where an image is refused, none. */
  private boolean isBeingPublished(BuildId build) {
    return etcd.find(keys.build(build))
        .filter(found -> found.value().state() instanceof BuildState.Pushed)
        .isPresent();
  }

  /** While SQL is down the tag stays in etcd, and the others are looked at all the same. */
  private void archive(Versioned<WantedTag> tag, Fence fence) {
    try {
      archive.accept(tag.value());
      forget(tag, fence);
    } catch (DatabaseDownException e) {
      log.atDebug().addKeyValue("cause", e.getMessage()).log("a tag is archived later");
    }
  }

  private void forget(Versioned<WantedTag> tag, Fence fence) {
    etcd.commit(Transaction.begin().ifLeader(fence).ifUnchanged(tag).delete(tag.key()).end());
  }
}
